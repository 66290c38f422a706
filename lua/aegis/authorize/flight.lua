--- Many who want to know the same at once: one of them asks, for all workers of this gateway. Who waits does so for a
-- bounded time. The question travels in a timer of its own, so that it outlives the request that began it.

local crypto = require "aegis.lib.crypto"
local semaphore = require "ngx.semaphore"

local shared = ngx.shared.aegis_callouts
local monotonic_ms = require("aegis.lib.clock").monotonic_ms
local sleep = ngx.sleep

local _M = {}

local TURN_SECONDS = 0.003
local LANDED_SECONDS = 1

--- Of this worker: name → `{ done, waiting, outcome }`.
local flights = {}

--- Another worker asks already. @return its outcome (text), or nil when it does not come in time
local function outcome_of(token, deadline)
    while monotonic_ms() < deadline do
        local outcome = shared:get("landed " .. token)
        if outcome then
            return outcome
        end
        sleep(TURN_SECONDS)
    end
    return nil
end

--- @return the outcome of `work(question)`, done here or by another worker meanwhile
local function fly(name, work, question)
    local lock, token = "flight " .. name, crypto.hex(crypto.random_bytes(8))
    if not shared:add(lock, token, question.timeout + LANDED_SECONDS) then
        local asking = shared:get(lock)
        if asking then
            return outcome_of(asking, question.deadline)
        end
    end
    local ok, outcome = pcall(work, question)
    if not ok then
        ngx.log(ngx.ERR, "authorize: ", outcome)
        outcome = nil
    end
    -- Who began to wait knows the token; who comes later is a question of its own.
    if outcome then
        shared:set("landed " .. token, outcome, LANDED_SECONDS)
    end
    shared:delete(lock)
    return outcome
end

local function land(_, name, flight, work, question)
    flight.outcome = fly(name, work, question)
    flights[name] = nil
    if flight.waiting > 0 then
        flight.done:post(flight.waiting)
    end
end

--- @param begin makes the question of the argument: a table with `timeout` (seconds) and `deadline` (monotonic ms)
-- @param work question → outcome (text)
-- @return outcome; nil when none came within the seconds
function _M.run(name, seconds, begin, work, argument)
    local flight = flights[name]
    if not flight then
        flight = { done = semaphore.new(), waiting = 0 }
        local ok, problem = ngx.timer.at(0, land, name, flight, work, begin(argument))
        if not ok then
            ngx.log(ngx.ERR, "authorize: no timer: ", problem)
            return nil
        end
        flights[name] = flight
    end
    flight.waiting = flight.waiting + 1
    local landed = flight.done:wait(seconds)
    flight.waiting = flight.waiting - 1
    return landed and flight.outcome or nil
end

return _M
