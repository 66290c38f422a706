--- Exact over the fleet: all policies of a request are decided by one script in one round trip, by the server's
-- clock. There is no separate commit: the script takes from all of them or from none.

local bucket = require "aegis.limits.bucket"
local debts = require "aegis.limits.debts"
local resp = require "aegis.lib.resp"
local scripts = require "aegis.limits.scripts"
local together = require "aegis.limits.together"
local window = require "aegis.limits.window"

local format, gmatch, match = string.format, string.gmatch, string.match
local tonumber, type = tonumber, type

local _M = {}

local function args_of(policies, cost)
    local args = { cost }
    for i = 1, #policies do
        local policy = policies[i]
        args[#args + 1] = policy.carry or "bucket"
        -- All digits: a rounded capacity would refuse the last request that fits.
        args[#args + 1] = format("%.17g", policy.counting == bucket and bucket.brim(policy, cost) or policy.capacity)
        args[#args + 1] = policy.amount
        args[#args + 1] = policy.period
    end
    return args
end

--- A list of policies is the same for all requests of a caller by a route: it keeps what these have in common.
local function prepare(policies, cost)
    policies.cost, policies.args = cost, args_of(policies, cost)
    policies.before, policies.behind = scripts.around_keys(scripts.take, #policies, policies.args)
end

--- A counter keeps how its key is told.
local function key_bytes(counter)
    local bytes = counter.key_bytes
    if not bytes then
        bytes = resp.argument(counter.key)
        counter.key_bytes = bytes
    end
    return bytes
end

local function call_of(policies, counters, cost)
    if policies.cost ~= cost then
        prepare(policies, cost)
    end
    local keys, bytes = {}, policies.before
    for i = 1, #policies do
        keys[i] = counters[i].key
        bytes = bytes .. key_bytes(counters[i])
    end
    return { keys = keys, args = policies.args, bytes = bytes .. policies.behind }
end

--- One policy is the rule.
local function numbers_in(reply, policies)
    if not policies[2] then
        return { match(reply, "^(%S+) (%S+) (%S+) (%S+)$") }
    end
    local numbers = {}
    for number in gmatch(reply, "%S+") do
        numbers[#numbers + 1] = number
    end
    return numbers
end

--- @return the numbers of the reply, as texts; or nil and an error
local function ask(policies, counters, cost)
    local reply, problem = together.ask(call_of(policies, counters, cost))
    if type(reply) ~= "string" then
        return nil, reply and reply.err or problem
    end
    return numbers_in(reply, policies)
end

--- What a policy's counter held before the request. @return current or level, previous, elapsed milliseconds
local function held(reply, i)
    return tonumber(reply[i * 3 - 1]), tonumber(reply[i * 3]), tonumber(reply[i * 3 + 1])
end

local function wait(policy, before, previous, elapsed, cost)
    if policy.counting == bucket then
        return bucket.wait(policy, before, cost)
    end
    return window.wait(policy, previous, before, elapsed, cost)
end

--- Tries to take `cost` from every counter, or from none. Yields.
-- @return index of the policy that refuses and the milliseconds to wait; or 0 and a reply for `taken`; nil and an error
-- when Redis is away
function _M.try_all(policies, counters, cost)
    local reply, err = ask(policies, counters, cost)
    if not reply then
        return nil, err
    end
    local refused = tonumber(reply[1])
    if refused == 0 then
        return 0, reply
    end
    local before, previous, elapsed = held(reply, refused)
    return refused, wait(policies[refused], before, previous, elapsed, cost)
end

--- @param reply of `try_all`  @param i the policy's place in its list
-- @return what is left after the request, reset and delay in milliseconds
function _M.taken(policy, reply, i, cost)
    local before, previous, elapsed = held(reply, i)
    if policy.counting == bucket then
        return bucket.taken(policy, before, cost)
    end
    local used = window.used(policy, previous, before + cost, elapsed)
    return math.max(0, math.floor(policy.amount - used)), policy.period - elapsed, 0
end

--- Counts what is known only after the answer.
_M.charge = debts.add

return _M
