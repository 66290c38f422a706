--- Exact over the fleet: all policies of a request are decided by one script in one round trip, by the server's
-- clock. There is no separate commit: the script takes from all of them or from none.

local scripts = require "aegis.limits.scripts"
local state_store = require "aegis.limits.state_store"
local window = require "aegis.limits.sliding_window"

local _M = {}

local function call_of(policies, counters, cost)
    local keys, args = {}, { cost }
    for i = 1, #policies do
        keys[i] = counters[i].key
        args[#args + 1], args[#args + 2] = policies[i].amount, policies[i].period
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

--- Tries to take `cost` from every counter, or from none.
-- @return `{ refused = index or nil, wait = ms, left = {…}, reset = {…} }`; nil and an error when Redis is away
function _M.try_all(policies, counters, cost)
    local reply, err = ask(policies, counters, cost)
    if not reply then
        return nil, err
    end
    local result = { left = {}, reset = {} }
    for i = 1, #policies do
        local policy = policies[i]
        local previous, current, elapsed = reply[i * 3 - 1], reply[i * 3], reply[i * 3 + 1]
        local used = window.used(previous, current, elapsed, policy.period)
        result.left[i] = math.max(0, math.floor(policy.amount - used))
        result.reset[i] = policy.period - elapsed
        if reply[1] == i then
            result.refused = i
            result.wait = window.wait(previous, current, elapsed, policy.period, policy.amount, cost)
        end
    end
    return result
end

return _M
