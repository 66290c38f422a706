--- This worker reads the events that it has not seen yet and marks what it has built of them.

local built = require "aegis.config.built"
local events = require "aegis.config.events"
local floors = require "aegis.config.floors"
local names = require "aegis.config.names"
local renew = require "aegis.config.renew"

local monotonic_ms = require("aegis.lib.clock").monotonic_ms
local now = ngx.now

local catch_up = {}

local seen = events.newest()
local looked_at = 0
local hole_since
-- Between a number and its event lies a microsecond; a hole that stays is one that the ring has gone past.
local HOLE_SECONDS = 0.1
-- After a gap all workers of all gateways ask again; not in the same moment, the longer the more there is to ask for.
local JITTER_SECONDS_PER_ENTRY, JITTER_MAX_SECONDS = 0.002, 2

local function mark(entry)
    if entry.absent_until then
        built.remove(entry)
        return
    end
    local name = names.of(entry.kind, entry.id)
    if entry.revision >= floors.of(name) then
        return
    end
    local fact = floors.fact(name)
    if fact then
        built.overlay(entry, fact)
    end
    renew.queue(entry, 0)
end

local function mark_everything()
    local jitter = math.min(JITTER_MAX_SECONDS, built.count() * JITTER_SECONDS_PER_ENTRY)
    for _, entries in pairs(built.entries) do
        for _, entry in pairs(entries) do
            if entry.absent_until then
                built.remove(entry)
            else
                renew.queue(entry, math.random() * jitter)
            end
        end
    end
end

local function apply(name)
    if name == events.EVERYTHING then
        return mark_everything()
    end
    local kind, id = names.split(name)
    local entries = built.entries[kind]
    local entry = entries and entries[id]
    if entry then
        mark(entry)
    end
end

local function skip_hole(newest)
    hole_since = hole_since or now()
    if now() - hole_since > HOLE_SECONDS then
        seen, hole_since = newest, nil
        mark_everything()
    end
end

--- Reads all new events. Never yields. @return whether it has seen all of them
function catch_up.now()
    local newest = events.newest()
    while seen < newest do
        local name = events.read(seen + 1)
        if not name then
            skip_hole(newest)
            return seen == newest
        end
        seen, hole_since = seen + 1, nil
        apply(name)
    end
    return true
end

--- The same for the request path: at most once per millisecond of nginx's clock.
function catch_up.glance()
    local moment = monotonic_ms()
    if moment ~= looked_at then
        looked_at = moment
        catch_up.now()
    end
end

return catch_up
