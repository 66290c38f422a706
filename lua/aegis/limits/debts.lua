--- Costs that are known only after the answer, from a header of the upstream's. What the store keeps in memory is
-- charged at once; for the `redis` store they wait here, since nothing that logs a request may wait for Redis.

local bucket = require "aegis.limits.bucket"
local later = require "aegis.lib.later"
local scripts = require "aegis.limits.scripts"
local state_store = require "aegis.limits.state_store"

local format = string.format

local _M = {}

local FLUSH_SECONDS, RETRY_SECONDS = 0.02, 1
local MAX_BATCH = 1000
-- Counters with a debt, while Redis is away; what comes beyond is dropped.
local MAX_WAITING = 50000

--- Redis key and kind → `{ key, kind, capacity, amount, period, cost }`
local waiting, count = {}, 0
local scheduled = false

local function take_batch()
    local batch = {}
    for name, debt in pairs(waiting) do
        batch[#batch + 1] = debt
        waiting[name] = nil
        count = count - 1
        if #batch == MAX_BATCH then
            break
        end
    end
    return batch
end

local function calls_of(batch)
    local calls = {}
    for i = 1, #batch do
        local debt = batch[i]
        calls[i] = { keys = { debt.key }, args = { debt.cost, debt.kind, debt.amount, debt.period } }
    end
    return calls
end

--- A run whose answer was lost is repeated: its debts may count twice then.
local function charge(batch)
    local client = state_store.connect()
    if not client then
        return false
    end
    if not scripts.run(client, scripts.charge, calls_of(batch)) then
        return false
    end
    client:release()
    return true
end

local function add(name, debt)
    local known = waiting[name]
    if known then
        known.cost = known.cost + debt.cost
    elseif count < MAX_WAITING then
        waiting[name] = debt
        count = count + 1
    end
end

local function flush()
    scheduled = false
    while count > 0 do
        local batch = take_batch()
        if not charge(batch) then
            for i = 1, #batch do
                add(batch[i].key .. batch[i].kind, batch[i])
            end
            return _M.schedule(RETRY_SECONDS * (0.5 + math.random()))
        end
    end
    return nil
end

function _M.schedule(seconds)
    if not scheduled then
        scheduled = true
        later.at(seconds, flush)
    end
end

--- Adds `cost` to a counter of the `redis` store, soon and whether there is room or not.
function _M.add(policy, counter, cost)
    local kind = policy.counting == bucket and "bucket" or "window"
    add(counter.key .. kind, {
        key = counter.key,
        kind = kind,
        amount = format("%d", policy.amount),
        period = format("%d", policy.period),
        cost = cost,
    })
    _M.schedule(FLUSH_SECONDS)
end

return _M
