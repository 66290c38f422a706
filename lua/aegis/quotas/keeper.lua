--- Behind the requests of this worker: reports what was used, leases ahead where a lease runs low, gives back what is
-- not used. One loop per worker.

local guarded = require "aegis.lib.guarded"
local ledger = require "aegis.quotas.ledger"
local semaphore = require "ngx.semaphore"

local exiting = ngx.worker.exiting
local now = ngx.now

local _M = {}

local INTERVAL_SECONDS = 1
local RETRY_SECONDS = 0.5
-- Between any two turns.
local SPACING_SECONDS = 0.01
local MAX_BATCH = 500
-- A lease that nobody used for so many seconds goes back.
local IDLE_TURNS = 5
-- A timer's memory is only given back when it ends.
local TURNS_PER_TIMER = 200

local queue, queued = {}, 0
--- Counters that may hold a lease.
local leased = {}
local hurried = false
local wake = semaphore.new(0)
local looked_at = 0

--- Puts a counter into the next report.
function _M.enqueue(counter)
    counter.queued = true
    queued = queued + 1
    queue[queued] = counter
end

--- A lease runs low: asks for the next turn at once.
function _M.hurry()
    if not hurried then
        hurried = true
        wake:post(1)
    end
end

--- Watches over what a counter leased.
function _M.watch(counter)
    leased[counter] = true
end

local function give_back(counter)
    counter.left = 0
    leased[counter] = nil
    if not counter.queued then
        _M.enqueue(counter)
    end
end

--- Once a second: leases that stand still, all of them where this worker leaves.
local function look_at_leases()
    if not exiting() and now() - looked_at < INTERVAL_SECONDS then
        return
    end
    looked_at = now()
    for counter in pairs(leased) do
        counter.idle = counter.used == counter.seen_used and counter.idle + 1 or 0
        counter.seen_used = counter.used
        if counter.left == 0 then
            leased[counter] = nil
        elseif counter.idle >= IDLE_TURNS or exiting() then
            give_back(counter)
        end
    end
end

--- Those that a request is talking about right now wait for the next turn.
local function take_batch()
    local batch, later = {}, {}
    while queued > 0 and #batch < MAX_BATCH do
        local counter = queue[queued]
        queue[queued] = nil
        queued = queued - 1
        if counter.busy then
            later[#later + 1] = counter
        else
            counter.queued = false
            batch[#batch + 1] = counter
        end
    end
    for i = 1, #later do
        _M.enqueue(later[i])
    end
    return batch
end

local function requeue(counter)
    if not counter.queued then
        _M.enqueue(counter)
    end
end

local function report(batch)
    local outcomes = guarded("quotas", ledger.exchange, batch, 0)
    if not outcomes then
        -- Workers of a fleet must not come back all at once.
        ngx.sleep(RETRY_SECONDS * (1 + math.random()))
    end
    for i = 1, #batch do
        if not outcomes or outcomes[i] ~= "ok" then
            requeue(batch[i])
        elseif batch[i].left > 0 then
            _M.watch(batch[i])
        end
    end
end

local function turn()
    if not hurried and not exiting() then
        wake:wait(INTERVAL_SECONDS)
    end
    hurried = false
    look_at_leases()
    local batch = take_batch()
    if #batch > 0 then
        report(batch)
    end
    ngx.sleep(SPACING_SECONDS)
end

--- A worker that leaves takes two more turns: Redis may have to tell it a new epoch first.
local function leave()
    turn()
    turn()
end

local function loop(premature)
    for _ = 1, TURNS_PER_TIMER do
        if premature or exiting() then
            return leave()
        end
        turn()
    end
    return ngx.timer.at(0, loop)
end

function _M.start(name)
    ledger.start(name)
    ngx.timer.at(0, loop)
end

return _M
