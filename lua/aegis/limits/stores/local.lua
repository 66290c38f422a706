--- Windows, exact on one gateway: counts in memory that all of its workers share, by the monotonic clock.

local clock = require "aegis.lib.clock"
local window = require "aegis.limits.window"

local floor = math.floor
local monotonic_ms = clock.monotonic_ms
local shared = ngx.shared.aegis_limits

local _M = {}

local function names(counter, index)
    if counter.local_window ~= index then
        counter.local_window = index
        counter.local_key = counter.key .. ":" .. index
        counter.local_previous = shared:get(counter.key .. ":" .. (index - 1)) or 0
    end
    return counter.local_key
end

--- The contract of `synced.try`. The counter goes up first and comes down again when there was no room, so that two
-- workers can never both take the last one.
function _M.try(policy, counter, cost)
    local period = policy.period
    local index, elapsed = window.window(monotonic_ms(), period)
    local key = names(counter, index)
    local current, problem = shared:incr(key, cost, 0, period * 2 / 1000)
    if not current then
        error("the shared memory of limits failed: " .. problem)
    end
    local used = window.used(policy, counter.local_previous, current, elapsed)
    if used > policy.amount then
        shared:incr(key, -cost)
        return nil, window.wait(policy, counter.local_previous, current - cost, elapsed, cost)
    end
    return floor(policy.amount - used), period - elapsed, 0
end

--- Counts what is known only after the answer, whether there is room or not.
function _M.charge(policy, counter, cost)
    local key = names(counter, (window.window(monotonic_ms(), policy.period)))
    shared:incr(key, cost, 0, policy.period * 2 / 1000)
end

function _M.take_back(_, counter, cost)
    shared:incr(counter.local_key, -cost)
end

--- Nothing to do: what `try` took is counted for all workers already.
function _M.commit() end

return _M
