--- Exact over the fleet: all policies of a request are decided by one script in one round trip, by the server's
-- clock. There is no separate commit: the script takes from all of them or from none.

local bucket = require "aegis.limits.bucket"
local debts = require "aegis.limits.debts"
local scripts = require "aegis.limits.scripts"
local state_store = require "aegis.limits.state_store"
local window = require "aegis.limits.window"

local format = string.format

local _M = {}

local function call_of(policies, counters, cost)
    local keys, args = {}, { cost }
    for i = 1, #policies do
        local policy = policies[i]
        keys[i] = counters[i].key
        args[#args + 1] = policy.carry or "bucket"
        -- All digits: a rounded capacity would refuse the last request that fits.
        args[#args + 1] = format("%.17g", policy.counting == bucket and bucket.brim(policy, cost) or policy.capacity)
        args[#args + 1] = policy.amount
        args[#args + 1] = policy.period
    end
    return { keys = keys, args = args }
end

local function ask(policies, counters, cost)
    local client, err = state_store.try_connect()
    if not client then
        return nil, err
    end
    local replies
    replies, err = scripts.run(client, scripts.take, { call_of(policies, counters, cost) })
    if not replies then
        state_store.failed()
        return nil, err
    end
    client:release()
    return replies[1]
end

--- The counts of a policy before the request. @return what is left after it, reset and delay in milliseconds
local function taken(policy, before, previous, elapsed, cost)
    if policy.counting == bucket then
        return bucket.taken(policy, tonumber(before), cost)
    end
    local used = window.used(policy, previous, tonumber(before) + cost, elapsed)
    return math.max(0, math.floor(policy.amount - used)), policy.period - elapsed, 0
end

local function wait(policy, before, previous, elapsed, cost)
    if policy.counting == bucket then
        return bucket.wait(policy, tonumber(before), cost)
    end
    return window.wait(policy, previous, tonumber(before), elapsed, cost)
end

--- Tries to take `cost` from every counter, or from none.
-- @return `{ refused = index or nil, wait = ms, left = {…}, reset = {…}, delay = {…} }`; nil and an error when Redis is
-- away
function _M.try_all(policies, counters, cost)
    local reply, err = ask(policies, counters, cost)
    if not reply then
        return nil, err
    end
    local refused = reply[1]
    if refused > 0 then
        local before, previous, elapsed = reply[refused * 3 - 1], reply[refused * 3], reply[refused * 3 + 1]
        return { refused = refused, wait = wait(policies[refused], before, previous, elapsed, cost) }
    end
    local result = { left = {}, reset = {}, delay = {} }
    for i = 1, #policies do
        local before, previous, elapsed = reply[i * 3 - 1], reply[i * 3], reply[i * 3 + 1]
        result.left[i], result.reset[i], result.delay[i] = taken(policies[i], before, previous, elapsed, cost)
    end
    return result
end

--- Counts what is known only after the answer.
_M.charge = debts.add

return _M
