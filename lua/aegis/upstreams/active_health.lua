--- Targets are asked at intervals, by whichever worker of the gateway claims the round first.

local health_store = require "aegis.upstreams.health_store"
local monotonic_ms = require("aegis.lib.clock").monotonic_ms
local probe = require "aegis.upstreams.probe"
local watches = require "aegis.upstreams.watches"

local max = math.max

local _M = {}

-- What is down stays so for as many rounds without a check, and at least for so long: nobody checks while no requests
-- come, and the first ones after a pause are served until a new check fails.
local ROUNDS_DOWN, SECONDS_DOWN = 3, 60
-- A round is claimed for a little less than the interval, so that the next one finds it free.
local CLAIMED_PART = 0.9
local MAX_RUNNING = 200

local running = 0

local function conclude(watch, state, good, reason)
    local active = watch.upstream.health.active
    local seconds = max(SECONDS_DOWN, ROUNDS_DOWN * active.interval_ms / 1000)
    local count = health_store.count_check(state, good)
    if good and state.down and count >= active.healthy_after then
        health_store.bring_back(watch.upstream.id, state, watch.upstream.health.slow_start_ms)
    elseif not good then
        health_store.note_reason(state, reason)
        if state.down then
            health_store.keep_down(state, seconds)
        elseif -count >= active.unhealthy_after then
            health_store.take_down(watch.upstream.id, state, seconds)
        end
    end
    watches.update(watch)
end

local function check(premature, watch, entry)
    if not premature then
        entry.probe = entry.probe or probe.new(watch, entry.target)
        local ok, good, reason = pcall(probe.run, entry.probe)
        if ok then
            conclude(watch, entry.state, good, reason)
        else
            ngx.log(ngx.ERR, "health check: ", good)
        end
    end
    running = running - 1
end

--- Begins the next round of an upstream when it is due. Never yields.
function _M.tick(watch, now)
    local active = watch.upstream.health.active
    if not active or now < (watch.next_round or 0) or running >= MAX_RUNNING then
        return
    end
    watch.next_round = now + active.interval_ms
    if not watches.is_current(watch) then
        return
    end
    if not health_store.claim("checks " .. watch.upstream.id, CLAIMED_PART * active.interval_ms / 1000) then
        return
    end
    for i = 1, #watch.targets do
        if ngx.timer.at(0, check, watch, watch.targets[i]) then
            running = running + 1
        end
    end
end

--- Requests came again after a pause: the first round does not wait.
function _M.hurry(watch)
    watch.next_round = monotonic_ms()
end

return _M
