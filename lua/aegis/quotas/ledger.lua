--- Talks to Redis about counters: reports what was used, leases what may be used. One call at a time for a counter, so
-- that what the worker holds and what Redis believes it to hold never drift apart.

local admin = require "aegis.quotas.admin"
local monotonic_ms = require("aegis.lib.clock").monotonic_ms
local script = require "aegis.quotas.script"
local scripts = require "aegis.limits.scripts"
local semaphore = require "ngx.semaphore"
local state_store = require "aegis.limits.state_store"

local exiting = ngx.worker.exiting
local format, max, min = string.format, math.max, math.min

local _M = {}

local MAX_BLOCK = 10000
-- A block that lasts shorter is doubled, one that lasts longer is halved.
local QUICK_MS, SLOW_MS = 1000, 5000
-- Who found no room asks again after this time: a lease may have been given back.
local REFUSED_MS = 1000
local WAIT_SECONDS = 1

local worker_name

function _M.start(name)
    worker_name = name
end

--- How many are leased ahead: none where nothing was used since the last call, nor by a worker that leaves.
local function wanted(counter)
    local used = counter.used - counter.called_used
    counter.called_used = counter.used
    if not counter.quota.hard or used == 0 or counter.left > counter.low or exiting() then
        return 0
    end
    local now = monotonic_ms()
    local lasted = now - counter.leased_at
    if lasted < QUICK_MS then
        counter.block = min(counter.block * 2, MAX_BLOCK)
    elseif lasted > SLOW_MS then
        counter.block = max(1, math.floor(counter.block / 2))
    end
    counter.leased_at, counter.low = now, math.floor(counter.block / 2)
    return counter.block
end

local function call_of(counter, needed)
    local quota = counter.quota
    counter.sequence = counter.sequence + 1
    return {
        keys = { counter.key, counter.ranking, quota.epochs },
        args = {
            quota.ledger,
            counter.epoch,
            worker_name,
            counter.sequence,
            format("%d", counter.used),
            format("%d", counter.used + counter.left),
            needed,
            wanted(counter),
            format("%d", quota.amount),
            counter.tenant,
            format("%d", counter.expire_at),
        },
    }
end

--- A counter of another epoch was in a store that is gone: what was used is in the new one's seed.
local function enter(counter, epoch)
    if counter.epoch ~= "" then
        counter.used, counter.left, counter.seen_used, counter.called_used = 0, 0, 0, 0
    end
    counter.epoch, counter.sequence = epoch, 0
    counter.quota.state.epoch = epoch
end

--- @return "ok", "again" (the call has to be made anew), or "unseeded"
local function apply(counter, reply, needed)
    local status = reply[1]
    if status == "epoch" then
        enter(counter, reply[2])
        return "again"
    elseif status ~= "ok" then
        return status == "late" and "again" or status
    end
    counter.fleet_used, counter.fleet_held = reply[2], reply[3]
    local granted = reply[4]
    counter.left = counter.left + granted
    if granted > 0 and granted < counter.block then
        -- Little is left of the quota: what a worker holds shrinks with it.
        counter.block, counter.low = granted, math.floor(granted / 2)
    end
    if counter.quota.hard and needed > 0 and granted == 0 then
        counter.refused_until = monotonic_ms() + REFUSED_MS
    end
    return "ok"
end

local function run(client, counters, needed)
    local calls = {}
    for i = 1, #counters do
        calls[i] = call_of(counters[i], needed)
    end
    local replies = scripts.run(client, script, calls)
    if not replies then
        return nil
    end
    local outcomes, reached = {}, {}
    for i = 1, #counters do
        outcomes[i] = apply(counters[i], replies[i], needed)
        if outcomes[i] == "ok" then
            reached[#reached + 1] = admin.reached(counters[i])
        elseif outcomes[i] == "unseeded" then
            admin.ask(client, counters[i].quota)
        end
    end
    if #reached > 0 then
        admin.tell(client, reached)
    end
    return outcomes
end

local function set_busy(counters, busy)
    for i = 1, #counters do
        local counter = counters[i]
        counter.busy = busy
        if not busy and counter.waiting > 0 then
            counter.done:post(counter.waiting)
        end
    end
end

--- One round trip for these counters, none of which is busy.
-- @param needed how many requests wait for a grant, of each
-- @return list of outcomes ("ok", "again", "unseeded"), or nil when Redis is away
function _M.exchange(counters, needed)
    set_busy(counters, true)
    local client = state_store.try_connect()
    local ok, outcomes
    if client then
        ok, outcomes = pcall(run, client, counters, needed)
    end
    set_busy(counters, false)
    if not ok or not outcomes then
        if client then
            client:close()
            state_store.failed()
        end
        if client and not ok then
            error(outcomes, 0)
        end
        return nil
    end
    client:release()
    return outcomes
end

--- Waits for the call about this counter that is under way.
function _M.wait(counter)
    counter.done = counter.done or semaphore.new()
    counter.waiting = counter.waiting + 1
    counter.done:wait(WAIT_SECONDS)
    counter.waiting = counter.waiting - 1
end

return _M
