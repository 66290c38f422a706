--- Whether the caller may do what the route is for.

local grants = require "aegis.request.grants"
local membership = require "aegis.request.membership"

local _M = {}

local DENIED = { code = "permission_denied" }

function _M.check(ctx)
    if ctx.app.membership and ctx.identity.kind ~= "none" then
        local verdict = membership.check(ctx)
        if verdict then
            return verdict
        end
    end
    if not ctx.route.demand or ctx.identity.unlimited or grants.verdict(ctx) == "allowed" then
        return nil
    end
    return DENIED
end

return _M
