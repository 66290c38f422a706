--- Windows that decide from memory and exchange what they counted with Redis in batches (`exchange.lua`): more
-- often, the nearer a counter is to its limit.
--
-- With N workers in the fleet, R the most that one of them believed to be left since its last exchange, r the requests
-- per second that it admits, T the time between two exchanges of a counter that changed much and L the time of one, at
-- most
--     (N - 1) * min(R, R / 100 + r * (T + L))
-- requests pass above the amount: each of the other workers can only admit what it does not know to be gone.

local clock = require "aegis.lib.clock"
local exchange = require "aegis.limits.stores.exchange"
local window = require "aegis.limits.window"

local floor = math.floor
local monotonic_ms = clock.monotonic_ms
local clock_state = exchange.clock

local _M = {}

-- A counter that admitted more than a hundredth of what is left is exchanged soon, more than a tenth at once.
local SOON_SHARE, EAGER_SHARE = 100, 10

local function roll(counter, index)
    local next_one = index == counter.window + 1
    counter.late = next_one and counter.own ~= counter.announced
    counter.previous = next_one and counter.current or 0
    counter.own_previous = next_one and counter.own or 0
    counter.window, counter.current, counter.own, counter.announced = index, 0, 0, 0
end

--- Brings a counter to the current window. @return milliseconds since that began
local function turn_to_now(counter, period)
    local now = monotonic_ms() + clock_state.offset
    local index = floor(now / period)
    if index ~= counter.window then
        if index == counter.window - 1 then
            -- The server's time was learned a little better: still the start of the newer window.
            return 0
        end
        roll(counter, index)
    end
    return now - index * period
end

--- Tries to take `cost`: counts it, when there is room, until `commit` or `take_back`.
-- @return what is left after it, the milliseconds until the window ends and those to hold the request; or nil and the
-- milliseconds after which it passes
function _M.try(policy, counter, cost)
    local period = policy.period
    local elapsed = turn_to_now(counter, period)
    local room = policy.amount - counter.current - policy.carry * counter.previous * (1 - elapsed / period)
    if room < cost then
        return nil, window.wait(policy, counter.previous, counter.current, elapsed, cost)
    end
    counter.current = counter.current + cost
    return floor(room - cost), period - elapsed, 0
end

--- Counts what is known only after the answer, whether there is room or not.
function _M.charge(policy, counter, cost)
    turn_to_now(counter, policy.period)
    counter.current = counter.current + cost
    _M.commit(policy, counter, cost, policy.amount - counter.current)
end

function _M.take_back(_, counter, cost)
    counter.current = counter.current - cost
end

--- Makes a taken cost part of the next exchange.
-- @param left what `try` returned
function _M.commit(_, counter, cost, left)
    local own = counter.own + cost
    counter.own = own
    local untold = own - counter.announced
    if untold * SOON_SHARE > left then
        exchange.soon(counter, untold * EAGER_SHARE > left)
    elseif not counter.queued then
        exchange.later(counter)
    end
end

return _M
