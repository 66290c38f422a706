--- Whether the caller may do what the route is for. The key's scopes decide; a key without scopes may do everything.

local match = require "aegis.request.match"
local permission = require "aegis.lib.permission"

local _M = {}

local DENIED = { code = "permission_denied" }

--- Remembered per route as long as key and route are the same objects, unless the path's parameters decide.
local function allows(identity, route, ctx)
    if route.demand.params then
        return permission.allows(identity.scopes, route.demand, match.params(ctx))
    end
    local known = identity.allowed[route]
    if known == nil then
        known = permission.allows(identity.scopes, route.demand)
        identity.allowed[route] = known
    end
    return known
end

function _M.check(ctx)
    local route, identity = ctx.route, ctx.identity
    if not route.demand or identity.unlimited then
        return nil
    end
    if not identity.scopes or not allows(identity, route, ctx) then
        return DENIED
    end
    return nil
end

return _M
