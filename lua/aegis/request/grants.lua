--- What the caller's own rights say about the permission that a route demands.

local match = require "aegis.request.match"
local is_encoded = require("aegis.lib.permission").is_encoded
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

--- Without loops: LuaJIT gives up on those that rarely turn.
local function any_names(sets, value, i)
    local set = sets[i]
    return set and (set.named[value] or any_names(sets, value, i + 1))
end

--- Whether a pattern of the caller's may say something about the path's values of these parameters that it does not
-- say about others.
local function names_a_value(ctx, identity, names, i)
    local name = names[i]
    if not name then
        return false
    end
    local value, cap, gives = match.param(ctx, name), identity.cap, identity.gives
    return value and (is_encoded(value) or cap and cap.named[value] or gives and any_names(gives, value, 1))
        or names_a_value(ctx, identity, names, i + 1)
end

--- Values that no pattern names: a literal is never empty.
local function unnamed(route)
    local params = {}
    for name in pairs(route.params) do
        params[name] = ""
    end
    return params
end

--- Remembered per route as long as identity and route are the same objects, unless the path has a value that one of the
-- caller's patterns names.
-- Only for routes that demand a permission (`ctx.route.demand`).
-- @return "allowed"; "denied" (an explicit deny, or outside of the key's scopes: nothing else may lift it);
-- or "open" (nothing is said either way)
function _M.verdict(ctx)
    local route, identity = ctx.route, ctx.identity
    local demand = route.demand
    if demand.params and names_a_value(ctx, identity, demand.params, 1) then
        return judge(identity, demand, match.params(ctx))
    end
    local known = identity.verdicts[route]
    if not known then
        known = judge(identity, demand, unnamed(route))
        notes(identity, "verdicts")[route] = known
    end
    return known
end

return _M
