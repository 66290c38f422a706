--- The exchange of the `synced` store: changed counters of this worker go to Redis in one round trip, the fleet's
-- sums come back. One loop per worker, woken early when a counter is close to its limit.

local clock = require "aegis.lib.clock"
local exchanged = require "aegis.limits.stores.exchanged"
local scripts = require "aegis.limits.scripts"
local semaphore = require "ngx.semaphore"
local state_store = require "aegis.limits.state_store"

local monotonic_ms = clock.monotonic_ms

local _M = {}

--- Between two exchanges of a counter that is far from its limit.
_M.INTERVAL_MS = 100
-- Between any two exchanges.
local SPACING_SECONDS = 0.01
local IDLE_SECONDS = 1
local RETRY_SECONDS = 0.5
local MAX_BATCH = 2000
-- While Redis is away counters pile up; beyond this they are exchanged when they are next used.
local MAX_QUEUE = 100000
-- A timer's memory is only given back when it ends.
local TURNS_PER_TIMER = 200
-- Where the server's clock is seen to be this far away, ours follows; less is the way there and back.
local DRIFT_MS = 5

--- `offset`: what has to be added to the monotonic clock to get the server's.
_M.clock = { offset = math.floor(ngx.now() * 1000) - monotonic_ms() }

local queue, queued, hurried = {}, 0, false
local wake = semaphore.new(0)
local worker_name

--- Puts a counter into the next exchange.
function _M.enqueue(counter)
    if queued < MAX_QUEUE then
        counter.queued = true
        queued = queued + 1
        queue[queued] = counter
    end
end

--- Asks for the next exchange at once.
function _M.hurry()
    if not hurried then
        hurried = true
        wake:post(1)
    end
end

local function take_batch()
    local batch = {}
    local from = queued
    while from > 0 and #batch < MAX_BATCH do
        queue[from].queued = false
        batch[#batch + 1] = queue[from]
        queue[from] = nil
        from = from - 1
    end
    queued = from
    return batch
end

--- The counters of a batch as script calls, one per app (the part of the key up to the tag's end).
local function calls_of(kind, batch)
    local calls, by_tag = {}, {}
    for i = 1, #batch do
        local counter = batch[i]
        local tag = counter.key:match "{(.-)}"
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
        if not batch[i].queued then
            _M.enqueue(batch[i])
        end
    end
end

local function apply(kind, call, reply)
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

local function turn()
    if queued == 0 then
        wake:wait(IDLE_SECONDS)
    elseif not hurried then
        wake:wait(_M.INTERVAL_MS / 1000)
    end
    hurried = false
    local batch = take_batch()
    if #batch == 0 or exchange(batch) then
        return ngx.sleep(SPACING_SECONDS)
    end
    requeue(batch)
    -- Workers of a fleet must not come back all at once.
    return ngx.sleep(RETRY_SECONDS * (1 + math.random()))
end

local function loop(premature)
    local turns = 0
    while not premature and not ngx.worker.exiting() do
        turns = turns + 1
        if turns > TURNS_PER_TIMER then
            break
        end
        turn()
    end
    if not premature and not ngx.worker.exiting() then
        ngx.timer.at(0, loop)
    end
end

function _M.start(name)
    worker_name = name
    ngx.timer.at(0, loop)
end

return _M
