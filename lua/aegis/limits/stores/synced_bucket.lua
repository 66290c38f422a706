--- Buckets that decide from memory, by the monotonic clock, and exchange what they let in like the windows of
-- `synced.lua`. With the names used there and a requests per second that the policy drains, at most
--     (N - 1) * min(R + a * (T + L), R / 100 + r * (T + L))
-- requests pass above the capacity. It is paid back: the fleet's level keeps them until they have drained.

local bucket = require "aegis.limits.bucket"
local clock = require "aegis.lib.clock"
local windows = require "aegis.limits.stores.synced"

local max = math.max
local monotonic_ms = clock.monotonic_ms

local _M = {}

--- Brings a bucket to now. @return its level
local function drain(policy, counter)
    local now = monotonic_ms()
    local level = bucket.drained(counter.level, now - counter.at, policy.rate)
    counter.level, counter.at, counter.rate = level, now, policy.rate
    return level
end

--- The contract of `synced.try`.
function _M.try(policy, counter, cost)
    local level = drain(policy, counter)
    if not bucket.fits(policy, level, cost) then
        return nil, bucket.wait(policy, level, cost)
    end
    counter.level = level + cost
    return bucket.taken(policy, level, cost)
end

--- Counts what is known only after the answer, whether there is room or not.
function _M.charge(policy, counter, cost)
    counter.level = drain(policy, counter) + cost
    _M.commit(policy, counter, cost, policy.capacity - counter.level)
end

function _M.take_back(_, counter, cost)
    counter.level = max(0, counter.level - cost)
end

_M.commit = windows.commit

return _M
