--- What the caller's own rights say about the permission that a route demands.

local match = require "aegis.request.match"
local notes = require("aegis.request.identity").notes

local _M = {}

--- A key alone may do what its scopes cap it to; beside a token they cap what the token may do.
local function judge(identity, demand, params)
    local cap, gives = identity.cap, identity.gives
    if cap and cap:says(demand, params) ~= true then
        return "denied"
    elseif not gives then
        return "allowed"
    end
    local verdict = "open"
    for i = 1, #gives do
        local says = gives[i]:says(demand, params)
        if says == false then
            return "denied"
        elseif says then
            verdict = "allowed"
        end
    end
    return verdict
end

--- Whether the scopes of the caller's key, if it has any, let through what the route demands.
function _M.within_cap(ctx)
    local cap, demand = ctx.identity.cap, ctx.route.demand
    return not cap or cap:says(demand, demand.params and match.params(ctx)) == true
end

--- Remembered per route as long as identity and route are the same objects, unless the path's parameters decide.
-- Only for routes that demand a permission (`ctx.route.demand`).
-- @return "allowed"; "denied" (an explicit deny, or outside of the key's scopes: nothing else may lift it);
-- or "open" (nothing is said either way)
function _M.verdict(ctx)
    local route, identity = ctx.route, ctx.identity
    if route.demand.params then
        return judge(identity, route.demand, match.params(ctx))
    end
    local known = identity.verdicts[route]
    if not known then
        known = judge(identity, route.demand)
        notes(identity, "verdicts")[route] = known
    end
    return known
end

return _M
