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

-- Questions of one app environment, and of all, that a worker asks at a time: each takes a timer, and nobody's slow
-- backend may use up those that everybody needs.
local MAX_OF_ONE, MAX_OF_ALL = 256, 1024

--- Of this worker: name → `{ done, waiting, outcome }`.
local flights = {}
--- Id of the settings → number of questions.
local asked_of, asked_of_all = {}, 0

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

local function count(id, change)
    local asked = (asked_of[id] or 0) + change
    asked_of[id] = asked > 0 and asked or nil
    asked_of_all = asked_of_all + change
end

local function land(_, name, flight, work, question)
    flight.outcome = fly(name, work, question)
    flights[name] = nil
    count(question.settings.id, -1)
    if flight.waiting > 0 then
        flight.done:post(flight.waiting)
    end
end

local function take_off(name, work, question)
    local id = question.settings.id
    if asked_of_all >= MAX_OF_ALL or (asked_of[id] or 0) >= MAX_OF_ONE then
        return nil, "too many questions at once"
    end
    local flight = { done = semaphore.new(), waiting = 0 }
    local ok, problem = ngx.timer.at(0, land, name, flight, work, question)
    if not ok then
        return nil, "no timer: " .. problem
    end
    flights[name] = flight
    count(id, 1)
    return flight
end

--- @param begin makes the question of the argument: a table with `settings`, `timeout` (seconds) and `deadline`
-- (monotonic ms)
-- @param work question → outcome (text)
-- @return outcome; or nil and why there is none: at the latest after the seconds
function _M.run(name, seconds, begin, work, argument)
    local flight = flights[name]
    if not flight then
        local problem
        flight, problem = take_off(name, work, begin(argument))
        if not flight then
            return nil, problem
        end
    end
    flight.waiting = flight.waiting + 1
    local landed = flight.done:wait(seconds)
    flight.waiting = flight.waiting - 1
    if landed and flight.outcome then
        return flight.outcome
    end
    return nil, "it did not answer in time"
end

return _M
