--- The two-window weighted counter: what the current window counted, plus the previous window's count weighted by
-- how much of it a window that ends now still covers. Pure arithmetic; stores bring counts and clock.

local floor, ceil, max = math.floor, math.ceil, math.max

local _M = {}

--- @param now milliseconds of the store's clock
-- @return index of the window, milliseconds since it began
function _M.window(now, period)
    local index = floor(now / period)
    return index, now - index * period
end

--- How much the window that ends now holds.
function _M.used(previous, current, elapsed, period)
    return previous * (1 - elapsed / period) + current
end

--- Milliseconds until `cost` more passes, when nothing else comes. At least one.
function _M.wait(previous, current, elapsed, period, amount, cost)
    local room = amount - cost
    if current <= room and previous > 0 then
        return max(1, ceil(period * (1 - (room - current) / previous) - elapsed))
    end
    -- The current window alone is too full: it has to become the previous one and then fade.
    local fade = current > 0 and max(0, period * (1 - room / current)) or 0
    return max(1, ceil(period - elapsed + fade))
end

return _M
