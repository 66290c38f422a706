--- Where an upstream's requests go: over its targets by the upstream's method, then over a target's addresses.
-- One per upstream, worker and state of the configuration.

local addresses = require "aegis.upstreams.addresses"
local consistent_hash = require "aegis.upstreams.balance.consistent_hash"
local dns = require "aegis.lib.dns"
local least_connections = require "aegis.upstreams.balance.least_connections"
local target_states = require "aegis.upstreams.target_states"
local watching = require "aegis.upstreams.watching"
local weighted_round_robin = require "aegis.upstreams.balance.weighted_round_robin"

local _M = {}

local methods = {
    weighted_round_robin = weighted_round_robin,
    least_connections = least_connections,
    consistent_hash = consistent_hash,
}

--- Only where somebody counts or watches the requests has an endpoint a state.
local function endpoint(upstream, target)
    local one = addresses.endpoint(target)
    one.weight, one.current = target.weight, 0
    one.state = (upstream.health or upstream.balance == "least_connections") and target_states.of(upstream, target)
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

function _M.new(upstream, allowed)
    local all = {}
    for i = 1, #upstream.targets do
        all[i] = endpoint(upstream, upstream.targets[i])
    end
    local pool = { upstream = upstream, allowed = allowed, all = all, other = methods[upstream.balance].other }
    offer(pool, all)
    if upstream.health then
        pool.refresh = refresh
        pool.watch = watching.watch(pool)
    end
    return pool
end

local function nobody(pool)
    local detail = #pool.all == 0 and "Every target of the upstream has the weight 0."
        or "No target of the upstream is healthy."
    return { code = "upstream_unavailable", detail = detail }
end

--- @return endpoint and address; or nil and the verdict
function _M.pick(pool, ctx)
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

--- Another place after a failed connect, for a request that nginx can send there unchanged: another target of the
-- same group, or the other family of addresses of the same target. Never yields: only names that are known.
-- @param ctx with `endpoint`, where it failed, and `tried`, a set of endpoints
-- @return endpoint and address, or nil
function _M.pick_other(pool, ctx, may_leave_target)
    local failed, tried = ctx.endpoint, ctx.tried
    local address = addresses.other_family(failed)
    if address then
        return failed, address
    end
    tried[failed] = true
    local one = may_leave_target and pool.other(pool, ctx, failed.target.group, tried)
    while one do
        address = addresses.next(pool, one, dns.known)
        if address then
            return one, address
        end
        tried[one] = true
        one = pool.other(pool, ctx, failed.target.group, tried)
    end
    return nil
end

--- Whether a failed connect may be followed by another try.
function _M.has_other(pool, one)
    return (pool.count > 1 and pool.upstream.retries > 0) or one.other[1] ~= nil
end

return _M
