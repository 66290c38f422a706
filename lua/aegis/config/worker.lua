--- The life of one worker's configuration: load the base, follow or listen to who follows, keep what is in use new.

local base = require "aegis.config.base"
local built = require "aegis.config.built"
local catch_up = require "aegis.config.catch_up"
local follow = require "aegis.config.follow"
local heap = require "aegis.config.heap"
local later = require "aegis.lib.later"
local leader = require "aegis.config.leader"
local process = require "aegis.lib.process"
local renew = require "aegis.config.renew"
local report = require "aegis.config.report"

local exiting = ngx.worker.exiting
local now = ngx.now
local state = ngx.shared.aegis_state

local worker = {}

local TICK_SECONDS = 0.02
-- The ticker's timer is renewed now and then, so that nginx frees what belongs to it.
local TICKS_PER_TIMER = 3000
local BASE_SECONDS = 0.1
local HOLDS_SECONDS = 1

local next_holds = 0
local served
local ready = false

local function tick()
    later.start()
    local revision = state:get("revision")
    local caught_up = catch_up.now()
    renew.tick()
    if ready ~= base.serves() then
        ready = base.serves()
        report.ready(ready)
    end
    if revision and revision ~= served and caught_up and base.complete() and renew.pending() == 0 then
        report.serves(revision)
        served = revision
    end
    if now() >= next_holds then
        next_holds = now() + HOLDS_SECONDS
        report.holds(built.count(), process.memory())
        heap.tune(built.bytes())
    end
    if leader.mine() then
        report.tick()
    end
end

local function spawn(seconds, task)
    local ok, err = ngx.timer.at(seconds, task)
    if not ok and err ~= "process exiting" then
        ngx.log(ngx.ERR, "configuration: no timer: ", err)
    end
end

local function run_ticker(premature)
    for _ = 1, TICKS_PER_TIMER do
        if premature or exiting() then
            return later.start()
        end
        local ok, problem = pcall(tick)
        if not ok then
            ngx.log(ngx.ERR, "configuration: ", problem)
        end
        ngx.sleep(TICK_SECONDS)
    end
    spawn(0, run_ticker)
end

local function load_base(premature)
    if premature then
        return
    end
    local ok, problem = pcall(base.load)
    if not ok then
        ngx.log(ngx.ERR, "configuration: ", problem)
    end
    if not base.complete() then
        spawn(BASE_SECONDS * (0.5 + math.random()), load_base)
    end
end

--- Called once by `init_worker`.
function worker.start()
    report.serves(0)
    report.ready(false)
    spawn(0, load_base)
    spawn(0, run_ticker)
    follow.start()
end

--- Called by `exit_worker`.
function worker.stop()
    leader.release()
end

return worker
