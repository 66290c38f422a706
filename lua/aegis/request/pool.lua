--- Where an upstream's requests go: smooth weighted round robin over its targets, then over a target's addresses.
-- One per upstream, worker and state of the configuration.

local address_policy = require "aegis.lib.address_policy"
local dns = require "aegis.lib.dns"

local format, lower = string.format, string.lower
local now = ngx.now

local _M = {}

-- After a failed connect a target's other family of addresses is preferred for so long.
local OTHER_FAMILY_SECONDS = 30

local function endpoint(target)
    local name = lower(target.host)
    return { target = target, name = name, weight = target.weight, current = 0, turn = 0, other_until = 0 }
end

function _M.new(upstream, allowed)
    local endpoints = {}
    for i = 1, #upstream.targets do
        endpoints[i] = endpoint(upstream.targets[i])
    end
    return { upstream = upstream, allowed = allowed, endpoints = endpoints, count = #endpoints }
end

--- Smooth weighted round robin: every endpoint gains its weight, the richest pays the total and is taken.
local function take(pool, group, tried)
    local best, total = nil, 0
    for i = 1, pool.count do
        local one = pool.endpoints[i]
        if not (tried and tried[one]) and (not group or one.target.group == group) then
            one.current = one.current + one.weight
            total = total + one.weight
            if not best or one.current > best.current then
                best = one
            end
        end
    end
    if best then
        best.current = best.current - total
    end
    return best
end

local function refused(one, address, rule)
    return {
        code = "upstream_address_refused",
        detail = format(
            "%s leads to %s, which is closed to upstreams (%s). "
                .. "The operator of this platform can open it: AEGIS_UPSTREAM_ALLOW.",
            one.target.label, address, rule
        ),
        fields = { address = address, rule = rule },
    }
end

--- Leaves the addresses that may be called. One closed address does not close the others.
local function open_ones(pool, addresses, closed)
    local open = {}
    for i = 1, #addresses do
        local rule = address_policy.refusal(addresses[i], pool.allowed)
        if rule then
            closed.address, closed.rule = addresses[i], rule
        else
            open[#open + 1] = addresses[i]
        end
    end
    return open
end

local function adopt(pool, one, found)
    local closed = {}
    one.found = found
    one.first, one.other = open_ones(pool, found.first, closed), open_ones(pool, found.other, closed)
    if #one.first == 0 then
        one.first, one.other = one.other, {}
    end
    one.verdict = #one.first == 0 and refused(one, closed.address, closed.rule) or nil
end

jit.off(adopt, true)

local function unresolved(one, problem)
    return { code = "upstream_unavailable", detail = format("The name of %s cannot be resolved.", one.target.label),
        log = problem }
end

--- The next address of an endpoint; it is the very address that was checked.
local function address_of(pool, one, lookup)
    local found, problem = lookup(one.name)
    if not found then
        return nil, unresolved(one, problem)
    end
    if found ~= one.found then
        adopt(pool, one, found)
    end
    if one.verdict then
        return nil, one.verdict
    end
    local list = one.first
    if one.other_until > 0 and one.other[1] and now() < one.other_until then
        list = one.other
    end
    local count = #list
    if count == 1 then
        return list[1]
    end
    one.turn = one.turn % count + 1
    return list[one.turn]
end

--- @return endpoint and address; or nil and the verdict
function _M.pick(pool)
    local one = pool.count == 1 and pool.endpoints[1] or take(pool)
    if not one then
        return nil, { code = "upstream_unavailable", detail = "Every target of the upstream has the weight 0." }
    end
    local address, verdict = address_of(pool, one, dns.resolve)
    if not address then
        return nil, verdict
    end
    return one, address
end

--- Another place after a failed connect, for a request that nginx can send there unchanged: another target of the
-- same group, or the other family of addresses of the same target. Never yields: only names that are known.
-- @param tried set of endpoints
-- @return endpoint and address, or nil
function _M.pick_other(pool, failed, tried, may_leave_target)
    if failed.other[1] and failed.other_until <= now() then
        failed.other_until = now() + OTHER_FAMILY_SECONDS
        return failed, failed.other[1]
    end
    tried[failed] = true
    local one = may_leave_target and take(pool, failed.target.group, tried)
    while one do
        local address = address_of(pool, one, dns.known)
        if address then
            return one, address
        end
        tried[one] = true
        one = take(pool, failed.target.group, tried)
    end
    return nil
end

--- Whether a failed connect may be followed by another try.
function _M.has_other(pool, one)
    return (pool.count > 1 and pool.upstream.retries > 0) or one.other[1] ~= nil
end

return _M
