--- Requests under way, counted over all workers of the gateway without a lock: each worker publishes its own number and
-- adds up those of the others that live. It publishes before it looks, so that two of them never both take the last
-- place. What a dead worker had published counts no more as soon as the others notice.

local crypto = require "aegis.lib.crypto"
local process = require "aegis.lib.process"

local dict = ngx.shared.aegis_upstreams
local exiting = ngx.worker.exiting

local _M = {}

local MAX_WORKERS = 1024
local LOOK_SECONDS = 1

-- "<process id> <random>", so that a process id that comes again is another worker.
local me
-- Of the other workers that live, and which state of the list it is.
local others, seen_version = {}, -1

local function holder_of(place)
    local holder = dict:get("worker " .. place)
    if holder and not process.alive(tonumber(holder:match "^%d+")) then
        dict:delete("worker " .. place)
        dict:incr("workers", 1, 0)
        return nil
    end
    return holder
end

--- Every worker has a place in the list from its start on, so that no other overlooks it.
function _M.start()
    me = ngx.worker.pid() .. " " .. crypto.hex(crypto.random_bytes(6))
    for place = 1, MAX_WORKERS do
        if not holder_of(place) and dict:add("worker " .. place, me) then
            dict:set("places", math.max(place, dict:get "places" or 0))
            dict:incr("workers", 1, 0)
            return
        end
    end
end

--- Drops who has died, and reads who is there.
local function look()
    local found = {}
    for place = 1, dict:get "places" or 0 do
        local holder = holder_of(place)
        if holder and holder ~= me then
            found[#found + 1] = holder
        end
    end
    others, seen_version = found, dict:get "workers"
end

jit.off(look, true)

local looking = false

local function look_again(premature)
    if premature or exiting() then
        return
    end
    look()
    ngx.timer.at(LOOK_SECONDS, look_again)
end

--- Nobody tells that a worker was killed.
local function keep_looking()
    if not looking then
        looking = ngx.timer.at(LOOK_SECONDS, look_again) ~= nil
    end
end

local function keys_of(state)
    if state.seen_version ~= seen_version then
        local keys = {}
        for i = 1, #others do
            keys[i] = others[i] .. " " .. state.key
        end
        state.own_key, state.other_keys, state.seen_version = me .. " " .. state.key, keys, seen_version
    end
    return state.other_keys
end

local function publish(state)
    if state.in_flight > 0 then
        dict:set(state.own_key, state.in_flight)
    else
        dict:delete(state.own_key)
    end
end

--- @param state `{ key, in_flight }`, the same table for the same key in a worker
-- @return whether there was a place among `max`; then it is taken until `leave`
function _M.enter(state, max)
    if dict:get "workers" ~= seen_version then
        keep_looking()
        look()
    end
    local keys = keys_of(state)
    state.in_flight = state.in_flight + 1
    publish(state)
    local total = state.in_flight
    for i = 1, #keys do
        total = total + (dict:get(keys[i]) or 0)
    end
    if total <= max then
        return true
    end
    _M.leave(state)
    return false
end

function _M.leave(state)
    state.in_flight = state.in_flight - 1
    publish(state)
end

return _M
