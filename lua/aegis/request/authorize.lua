--- Whether the caller may do what the route is for.

local grants = require "aegis.request.grants"

local _M = {}

local DENIED = { code = "permission_denied" }

function _M.check(ctx)
    if not ctx.route.demand or ctx.identity.unlimited or grants.verdict(ctx) == "allowed" then
        return nil
    end
    return DENIED
end

return _M
