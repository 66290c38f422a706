--- The loop of a worker that watches upstreams. It begins with the first one.

local active_health = require "aegis.upstreams.active_health"
local guarded = require "aegis.lib.guarded"
local health_report = require "aegis.upstreams.health_report"
local health_store = require "aegis.upstreams.health_store"
local monotonic_ms = require("aegis.lib.clock").monotonic_ms
local watches = require "aegis.upstreams.watches"

local exiting = ngx.worker.exiting
local next = next

local _M = {}

local TURN_SECONDS = 0.1
-- The timer is renewed now and then, so that nginx frees what belongs to it.
local TURNS_PER_TIMER = 600
-- An upstream without requests for so long is left alone.
local RECENT_MS = 60000
-- Looked at in full, beside what is known to have changed.
local FULL_LOOK_MS = 1000

local started = false
local seen_version = -1

local function recent(watch, now)
    local was = watch.recent
    watch.recent = now - watch.used_at < RECENT_MS
    if watch.recent and not was then
        active_health.hurry(watch)
    end
    return watch.recent
end

local function attend(watch, now, news)
    if news or watch.changing then
        watches.update(watch)
    end
    if not recent(watch, now) then
        return
    end
    active_health.tick(watch, now)
    if news or watch.changing or now >= (watch.next_report or 0) then
        watch.next_report = now + FULL_LOOK_MS
        health_report.tick(watch)
    end
end

local function turn()
    local now, version = monotonic_ms(), health_store.version()
    local news = version ~= seen_version
    seen_version = version
    for id, watch in next, watches.by_id do
        if not next(watch.pools) then
            watches.remove(id)
        else
            attend(watch, now, news)
        end
    end
end

local function run(premature)
    for _ = 1, TURNS_PER_TIMER do
        if premature or exiting() then
            return
        end
        guarded("health of upstreams", turn)
        ngx.sleep(TURN_SECONDS)
    end
    ngx.timer.at(0, run)
end

--- @param pool of an upstream with settings for health
-- @return its watch
function _M.watch(pool)
    local watch = watches.join(pool)
    if not started then
        started = ngx.timer.at(0, run) ~= nil
    end
    return watch
end

return _M
