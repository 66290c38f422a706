--- The exchange of the `synced` store: changed counters of this worker go to Redis in one round trip, the fleet's
-- sums come back. One loop per worker, woken early when a counter is close to its limit.

local clock = require "aegis.lib.clock"
local exchanged = require "aegis.limits.stores.exchanged"
local guarded = require "aegis.lib.guarded"
local schedule = require "aegis.limits.stores.schedule"
local scripts = require "aegis.limits.scripts"
local semaphore = require "ngx.semaphore"
local state_store = require "aegis.limits.state_store"

local exiting = ngx.worker.exiting
local gmatch = string.gmatch
local monotonic_ms = clock.monotonic_ms

local _M = {}

local INTERVAL_MS = schedule.INTERVAL_MS
-- Between any two exchanges.
local SPACING_SECONDS = 0.01
local IDLE_SECONDS = 1
local RETRY_SECONDS = 0.5
-- Requests wait while a batch is put together and while its answer is read.
local MAX_BATCH = 400
-- A timer's memory is only given back when it ends.
local TURNS_PER_TIMER = 200
-- Where the server's clock is seen to be this far away, ours follows; less is the way there and back.
local DRIFT_MS = 5

--- `offset`: what has to be added to the monotonic clock to get the server's.
_M.clock = { offset = math.floor(ngx.now() * 1000) - monotonic_ms() }

local waiting = schedule.new(monotonic_ms())
-- Whether the next exchange was asked for, and whether the last one left counters in line.
local hurried, backlog = false, false
local wake = semaphore.new(0)
local worker_name

local function hurry()
    if not hurried then
        hurried = true
        wake:post(1)
    end
end

--- Exchanges a counter within the interval; at once when it cannot wait, or was silent for longer than that.
function _M.soon(counter, eager)
    waiting:soon(counter)
    if eager or monotonic_ms() - counter.exchanged_at > INTERVAL_MS then
        hurry()
    end
end

--- Exchanges a counter that changed little within seconds.
function _M.later(counter)
    waiting:later(counter, monotonic_ms())
end

--- The app's part of a key, which decides where it lies in a cluster.
local function tag_of(counter)
    local tag = counter.tag or counter.key:match "{(.-)}"
    counter.tag = tag
    return tag
end

--- The counters of a batch as script calls, one per app.
local function calls_of(kind, batch)
    local calls, by_tag = {}, {}
    for i = 1, #batch do
        local counter = batch[i]
        local tag = tag_of(counter)
        local call = by_tag[tag]
        if not call then
            call = { keys = {}, args = { worker_name }, counters = {} }
            by_tag[tag] = call
            calls[#calls + 1] = call
        end
        call.keys[#call.keys + 1] = counter.key
        call.counters[#call.counters + 1] = kind.send(counter, call.args)
    end
    return calls
end

local function learn_time(server_ms)
    local offset = server_ms - monotonic_ms()
    if math.abs(offset - _M.clock.offset) > DRIFT_MS then
        _M.clock.offset = offset
    end
end

local function requeue(batch)
    for i = 1, #batch do
        waiting:soon(batch[i])
    end
end

local function numbers_of(line)
    local numbers = {}
    for text in gmatch(line, "%S+") do
        numbers[#numbers + 1] = tonumber(text)
    end
    return numbers
end

local function apply(kind, call, line)
    local reply = numbers_of(line)
    learn_time(reply[1])
    for i = 1, #call.counters do
        local sent = call.counters[i]
        sent.counter.exchanged_at = monotonic_ms()
        kind.apply(sent, reply, i)
    end
end

local function exchange_kind(client, kind, batch)
    if #batch == 0 then
        return true
    end
    local calls = calls_of(kind, batch)
    local replies = scripts.run(client, kind.script, calls)
    if not replies then
        return false
    end
    for i = 1, #calls do
        apply(kind, calls[i], replies[i])
    end
    return true
end

--- Windows and buckets of a batch. @return two lists
local function sorted(batch)
    local windows, buckets = {}, {}
    for i = 1, #batch do
        local list = batch[i].level and buckets or windows
        list[#list + 1] = batch[i]
    end
    return windows, buckets
end

local function exchange(batch)
    local client = state_store.connect()
    if not client then
        return false
    end
    local windows, buckets = sorted(batch)
    local done = exchange_kind(client, exchanged.windows, windows)
        and exchange_kind(client, exchanged.buckets, buckets)
    if done then
        client:release()
    end
    return done
end

local function rest()
    wake:wait(waiting:is_empty() and IDLE_SECONDS or backlog and 0 or INTERVAL_MS / 1000)
    hurried = false
end

--- @return seconds until the next one
local function turn()
    local batch = waiting:take(monotonic_ms(), MAX_BATCH)
    backlog = #batch == MAX_BATCH
    if #batch == 0 or guarded("limits", exchange, batch) then
        return SPACING_SECONDS
    end
    requeue(batch)
    -- Workers of a fleet must not come back all at once.
    return RETRY_SECONDS * (1 + math.random())
end

--- What a worker that leaves has not told yet would be lost.
local function tell_the_rest()
    waiting:hasten()
    local batch
    repeat
        batch = waiting:take(monotonic_ms(), MAX_BATCH)
    until #batch == 0 or not guarded("limits", exchange, batch)
end

local function loop(premature)
    for _ = 1, TURNS_PER_TIMER do
        if premature or exiting() then
            return tell_the_rest()
        end
        rest()
        ngx.sleep(turn())
    end
    ngx.timer.at(0, loop)
end

function _M.start(name)
    worker_name = name
    ngx.timer.at(0, loop)
end

return _M
