--- Whether the caller may do what the route is for. Scopes decide; a key without scopes may do everything.

local match = require "aegis.request.match"
local permission = require "aegis.lib.permission"

local _M = {}

local DENIED = { code = "permission_denied" }

--- What the caller has was given in one or two lists (a token's scopes, a key's as a cap); each has to allow it.
local function all_allow(identity, demand, params)
    local lists = identity.scopes
    for i = 1, #lists do
        if not permission.allows(lists[i], demand, params) then
            return false
        end
    end
    return true
end

--- Remembered per route as long as identity and route are the same objects, unless the path's parameters decide.
local function allows(identity, route, ctx)
    if route.demand.params then
        return all_allow(identity, route.demand, match.params(ctx))
    end
    local known = identity.allowed[route]
    if known == nil then
        known = all_allow(identity, route.demand)
        identity.allowed[route] = known
    end
    return known
end

function _M.check(ctx)
    local route, identity = ctx.route, ctx.identity
    if not route.demand or identity.unlimited or allows(identity, route, ctx) then
        return nil
    end
    return DENIED
end

return _M
