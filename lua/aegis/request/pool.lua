--- Where an upstream's requests go: over its targets by the upstream's method, then over a target's addresses.
-- One per upstream, worker and state of the configuration.

local addresses = require "aegis.upstreams.addresses"
local circuit_breaker = require "aegis.upstreams.circuit_breaker"
local consistent_hash = require "aegis.upstreams.balance.consistent_hash"
local dns = require "aegis.lib.dns"
local least_connections = require "aegis.upstreams.balance.least_connections"
local retry_budget = require "aegis.upstreams.retry_budget"
local target_states = require "aegis.upstreams.target_states"
local under_way = require "aegis.upstreams.under_way"
local watching = require "aegis.upstreams.watching"
local weighted_round_robin = require "aegis.upstreams.balance.weighted_round_robin"

local _M = {}

local TOO_MANY = {
    code = "too_many_in_flight",
    detail = "Every target of the upstream has as many requests under way as it may.",
    retry_after = 1,
}

local methods = {
    weighted_round_robin = weighted_round_robin,
    least_connections = least_connections,
    consistent_hash = consistent_hash,
}

--- Only where somebody counts or watches the requests has an endpoint a state.
local function endpoint(upstream, target)
    local one = addresses.endpoint(target)
    one.weight, one.current = target.weight, 0
    if upstream.health or upstream.max_in_flight or upstream.balance == "least_connections" then
        one.state, one.max_in_flight = target_states.of(upstream, target), upstream.max_in_flight
    end
    return one
end

local function the_only_one(pool)
    return pool.endpoints[1]
end

--- Requests find these endpoints, and the function that chooses among them.
local function offer(pool, endpoints)
    pool.endpoints, pool.count = endpoints, #endpoints
    pool.choose = #endpoints <= 1 and the_only_one or methods[pool.upstream.balance].choose
end

--- Takes over which targets can be used and how much of their weight they have.
local function refresh(pool)
    local usable = {}
    for i = 1, #pool.all do
        local one = pool.all[i]
        one.weight = one.target.weight * one.state.share
        usable[#usable + 1] = not one.state.out and one or nil
    end
    offer(pool, usable)
end

local function nobody(pool)
    local detail = #pool.all == 0 and "Every target of the upstream has the weight 0."
        or "No target of the upstream is healthy."
    return { code = "upstream_unavailable", detail = detail }
end

--- Of upstreams that nobody counts or watches.
local function pick(pool, ctx)
    local one = pool.choose(pool, ctx)
    if not one then
        return nil, nobody(pool)
    end
    local address, verdict = addresses.next(pool, one, dns.resolve)
    if not address then
        return nil, verdict
    end
    return one, address
end

--- Takes a place at a target. @return its address, or nil and the verdict: there is no place, or no address
local function hold(pool, ctx, one)
    if not under_way.begin(ctx, one) then
        return nil, TOO_MANY
    end
    local address, verdict = addresses.next(pool, one, dns.resolve)
    if not address then
        under_way.unresolved(ctx)
    end
    return address, verdict
end

--- The target that the method chooses, or the next one that has a place and an address.
local function pick_held(pool, ctx)
    local one = pool.choose(pool, ctx)
    if not one then
        return nil, nobody(pool)
    end
    local address, verdict = hold(pool, ctx, one)
    local tried = not address and {}
    while not address do
        tried[one] = true
        one = pool.other(pool, ctx, nil, tried)
        if not one then
            return nil, verdict
        end
        address, verdict = hold(pool, ctx, one)
    end
    return one, address
end

local function pick_watched(pool, ctx)
    local watch = pool.watch
    watch.used_at = ctx.began
    local refusal = circuit_breaker.admit(watch, ctx)
    if refusal then
        return nil, refusal
    end
    local one, verdict = pick_held(pool, ctx)
    if not one and ctx.trial then
        circuit_breaker.undecided(watch, ctx)
    end
    return one, verdict
end

local function picker_of(pool)
    local first = pool.all[1]
    return pool.watch and pick_watched or first and first.state and pick_held or pick
end

--- @return pool; `pool:pick(ctx)` gives endpoint and address, or nil and the verdict
function _M.new(upstream, allowed)
    local all = {}
    for i = 1, #upstream.targets do
        all[i] = endpoint(upstream, upstream.targets[i])
    end
    local pool = {
        upstream = upstream,
        allowed = allowed,
        all = all,
        other = methods[upstream.balance].other,
        budget = upstream.retry_statuses and retry_budget.new(upstream.retry_budget_percent),
    }
    offer(pool, all)
    if upstream.health then
        pool.refresh = refresh
        pool.watch = watching.watch(pool)
    end
    pool.pick = picker_of(pool)
    return pool
end

--- A target that was not tried yet and has a place. Never yields: only names that are known.
local function other_target(pool, ctx)
    local group, tried = ctx.endpoint.target.group, ctx.tried
    local one = pool.other(pool, ctx, group, tried)
    while one do
        local address = addresses.next(pool, one, dns.known)
        if address and (not ctx.held or under_way.move(ctx, one)) then
            return one, address
        end
        tried[one] = true
        one = pool.other(pool, ctx, group, tried)
    end
    return nil
end

--- Another place after a failed connect, for a request that nginx can send there unchanged: another target of the
-- same group, or the other family of addresses of the same target.
-- @param ctx with `endpoint`, where it failed, and `tried`, a set of endpoints
-- @return endpoint and address, or nil
function _M.pick_other(pool, ctx, may_leave_target)
    local failed = ctx.endpoint
    local address = addresses.other_family(failed)
    if address then
        return failed, address
    end
    ctx.tried[failed] = true
    if not may_leave_target then
        return nil
    end
    return other_target(pool, ctx)
end

--- Another target of the same group for a request that goes again, or the same one where there is no other.
-- @param ctx as in `pick_other`
-- @return endpoint and address
function _M.pick_next(pool, ctx)
    local failed = ctx.endpoint
    ctx.tried[failed] = true
    local one, address = other_target(pool, ctx)
    if one then
        return one, address
    end
    return failed, addresses.next(pool, failed, dns.known)
end

--- Whether a failed connect may be followed by another try.
function _M.has_other(pool, one)
    return (pool.count > 1 and pool.upstream.retries > 0) or one.other[1] ~= nil
end

return _M
