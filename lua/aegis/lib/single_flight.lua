--- Many who want the same thing at once in one worker: the first does the work, the others wait for its result.

local semaphore = require "ngx.semaphore"

local setmetatable = setmetatable

local single_flight = {}
single_flight.__index = single_flight

local WAIT_SECONDS = 5

function single_flight.new()
    return setmetatable({ flights = {} }, single_flight)
end

local function land(self, name, flight, ok, ...)
    self.flights[name] = nil
    flight.results = ok and { ... } or { nil, "failed" }
    if flight.waiting > 0 then
        flight.done:post(flight.waiting)
    end
    if not ok then
        error((...), 0)
    end
    return ...
end

--- Results of `work(argument)`. Who only waited gets nil, "failed" when the work threw, and nil, "timeout" when
-- it takes too long.
function single_flight:run(name, work, argument)
    local flight = self.flights[name]
    if not flight then
        flight = { waiting = 0, done = semaphore.new() }
        self.flights[name] = flight
        return land(self, name, flight, pcall(work, argument))
    end
    flight.waiting = flight.waiting + 1
    if not flight.done:wait(WAIT_SECONDS) then
        flight.waiting = flight.waiting - 1
        return nil, "timeout"
    end
    return flight.results[1], flight.results[2]
end

return single_flight
