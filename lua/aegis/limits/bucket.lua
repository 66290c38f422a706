--- `token_bucket` and `leaky_bucket`: a level in requests that each request raises and that drains by the policy's
-- amount in one period. One passes while it fits below `capacity`; of a policy that smooths it then waits until all
-- that came before it has drained. Pure arithmetic; stores bring levels and clock.

local floor, ceil, max = math.floor, math.ceil, math.max

local _M = {}

-- Levels are fractions: what rounding adds must not refuse the last request that fits.
local ROUNDING = 1e-6

--- Counter of the `synced` store. Fields: `level` at `at` (monotonic ms; the fleet's level as known here), `own` (all
-- that this worker ever let in), `announced` (how much of `own` Redis knows), `rate` (requests per ms), `queued` and
-- `exchanged_at` (see `window.lua`).
function _M.counter(key, period)
    return {
        key = key,
        period = period,
        level = 0,
        at = -math.huge,
        own = 0,
        announced = 0,
        rate = 0,
        exchanged_at = -math.huge,
        queued = false,
    }
end

--- The policy was edited: what is in the bucket stays and drains at the new rate.
function _M.refit(counter, period)
    counter.period = period
end

--- What a bucket of this level holds `elapsed` ms later. A clock that went back drains nothing.
function _M.drained(level, elapsed, rate)
    return max(0, level - max(0, elapsed) * rate)
end

--- How high the level may be after a request of this cost. What smooths asks how long a request has to wait, not how
-- much it takes itself: an expensive one makes those wait longer that come after it.
function _M.brim(policy, cost)
    return policy.smooth and policy.capacity - 1 + cost or policy.capacity
end

--- Whether `cost` fits on top of the level.
function _M.fits(policy, level, cost)
    return level + cost <= _M.brim(policy, cost) + ROUNDING
end

--- Milliseconds until `cost` more fits, when nothing else comes. At least one.
function _M.wait(policy, level, cost)
    return max(1, ceil((level + cost - _M.brim(policy, cost)) / policy.rate - ROUNDING))
end

--- @param level before the request
-- @return what still fits at once, milliseconds until the bucket is empty, milliseconds that the request has to wait
function _M.taken(policy, level, cost)
    local after = level + cost
    local delay = policy.smooth and ceil(level / policy.rate - ROUNDING) or 0
    return max(0, floor(policy.capacity - after + ROUNDING)), after / policy.rate, delay
end

return _M
