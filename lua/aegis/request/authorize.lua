--- Whether the caller may do what the route is for.

local callout = require "aegis.authorize.callout"
local grants = require "aegis.request.grants"
local membership = require "aegis.request.membership"

local _M = {}

local DENIED = { code = "permission_denied" }
local NOBODY_TO_ASK = {
    code = "authorize_unavailable",
    detail = "The route asks the app's backend, but this environment has no authorize callout.",
}

--- What a key's scopes do not let through, no backend can lift.
local function ask_backend(ctx)
    if not grants.within_cap(ctx) then
        return DENIED
    end
    return callout.check(ctx, NOBODY_TO_ASK)
end

function _M.check(ctx)
    if ctx.app.membership and ctx.identity.kind ~= "none" then
        local verdict = membership.check(ctx)
        if verdict then
            return verdict
        end
    end
    local route = ctx.route
    if not route.demand then
        return nil
    elseif route.asks_backend == "always" then
        return ask_backend(ctx)
    elseif ctx.identity.unlimited then
        return nil
    end
    local verdict = grants.verdict(ctx)
    if verdict == "allowed" then
        return nil
    elseif verdict == "open" and route.asks_backend == "if_open" then
        return callout.check(ctx, DENIED)
    end
    return DENIED
end

return _M
