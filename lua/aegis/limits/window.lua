--- `fixed_window` and `sliding_window`: what the current window counted, and of the previous window's count as much as
-- a window that ends now still covers (`carry` 1) or nothing (`carry` 0). Pure arithmetic; stores bring counts and
-- clock.

local floor, ceil, max = math.floor, math.ceil, math.max

local _M = {}

--- Counter of the `synced` store. Fields: `window` (index), `previous` and `current` (the fleet's counts as known
-- here), `own` and `own_previous` (this worker's part of them), `announced` (how much of `own` Redis knows), `late`
-- (`own_previous` is not known there yet), `queued` and `due` (see `stores/schedule.lua`), `exchanged_at` (monotonic
-- ms), `tag` (the app's part of the key, from the first exchange on).
function _M.counter(key, period)
    return {
        key = key,
        period = period,
        window = -1,
        previous = 0,
        current = 0,
        own = 0,
        own_previous = 0,
        announced = 0,
        late = false,
        exchanged_at = -math.huge,
        queued = false,
    }
end

--- The policy was edited: windows of another length do not add up with the old ones.
function _M.refit(counter, period)
    counter.period, counter.window, counter.current, counter.previous = period, -1, 0, 0
end

--- @param now milliseconds of the store's clock
-- @return index of the window, milliseconds since it began
function _M.window(now, period)
    local index = floor(now / period)
    return index, now - index * period
end

--- How much of the policy's amount is used now.
function _M.used(policy, previous, current, elapsed)
    return policy.carry * previous * (1 - elapsed / policy.period) + current
end

--- Milliseconds until `cost` more passes, when nothing else comes. At least one.
function _M.wait(policy, previous, current, elapsed, cost)
    local period, room = policy.period, policy.amount - cost
    local carried = policy.carry * previous
    if current <= room and carried > 0 then
        return max(1, ceil(period * (1 - (room - current) / carried) - elapsed))
    end
    -- The current window alone is too full: it has to become the previous one and then fade.
    local fade = current > 0 and policy.carry * max(0, period * (1 - room / current)) or 0
    return max(1, ceil(period - elapsed + fade))
end

return _M
