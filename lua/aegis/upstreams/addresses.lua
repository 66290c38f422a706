--- Which address of an endpoint a request goes to. Each is checked when its name is resolved, and what was checked is
-- what is connected to.

local address_policy = require "aegis.lib.address_policy"

local format, lower = string.format, string.lower
local now = ngx.now

local _M = {}

-- After a failed connect a target's other family of addresses is preferred for so long.
local OTHER_FAMILY_SECONDS = 30

--- What `next` needs to remember of a target.
function _M.endpoint(target)
    return { target = target, name = lower(target.host), turn = 0, other_until = 0 }
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

--- The next address of an endpoint.
-- @param lookup how its name is resolved: `dns.resolve`, or `dns.known` where nothing may yield
-- @return address, or nil and the verdict
function _M.next(pool, one, lookup)
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

--- The other family of addresses, once after a failed connect. @return address or nil
function _M.other_family(one)
    if one.other[1] and one.other_until <= now() then
        one.other_until = now() + OTHER_FAMILY_SECONDS
        return one.other[1]
    end
    return nil
end

return _M
