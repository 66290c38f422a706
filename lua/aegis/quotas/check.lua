--- Whether the quotas that apply let a request through. What is leased already is taken from memory; only where nothing
-- is left does the request wait for Redis.

local keeper = require "aegis.quotas.keeper"
local ledger = require "aegis.quotas.ledger"
local quotas = require "aegis.quotas.quota"

local monotonic_ms = require("aegis.lib.clock").monotonic_ms
local counter_of = quotas.counter
local format = string.format
local max = math.max
local now, sleep, time = ngx.now, ngx.sleep, ngx.time

local _M = { of = quotas.of }

-- For a ledger that the admin has to seed first.
local SEED_SECONDS, SEED_TURN_SECONDS = 1, 0.05
-- However many requests wait for the last few, each asks so often at most.
local MAX_TURNS = 100

local UNAVAILABLE = { code = "limit_unavailable", retry_after = 2 }

--- Brings the counter up to date with Redis. @param needed how many requests of this worker wait, 0 for a mere report
-- @return true, or nil when Redis is away or nobody seeds the ledger
local function settle(counter, needed)
    local patience = now() + SEED_SECONDS
    while true do
        if counter.busy then
            ledger.wait(counter)
            return true
        end
        local outcomes = ledger.exchange({ counter }, needed > 0 and needed + counter.waiting or 0)
        if not outcomes or now() > patience then
            return nil
        elseif outcomes[1] == "ok" then
            return true
        elseif outcomes[1] == "unseeded" then
            sleep(SEED_TURN_SECONDS)
        end
    end
end

--- Waits until the worker holds one more, or there is no room for it.
-- @return true; or nil and whether the quota is exceeded (else Redis is away)
local function acquire(counter)
    for _ = 1, MAX_TURNS do
        if counter.left > 0 then
            keeper.watch(counter)
            return true
        elseif monotonic_ms() < counter.refused_until then
            return nil, true
        elseif not settle(counter, 1) then
            return nil, false
        end
    end
    return nil, false
end

local function exceeded(quota)
    local seconds = max(1, quota.ends - time())
    return {
        code = "quota_exceeded",
        step = "limit",
        rule = format("%s: %d in a %s, of each %s", quota.name, quota.amount, quota.period, quota.counted_by),
        about = { kind = "quota", id = quota.id, name = quota.name },
        retry_after = seconds,
        fields = { quota = quota.name, amount = quota.amount, resets_at = os.date("!%Y-%m-%dT%H:%M:%SZ", quota.ends) },
        headers = { ["RateLimit"] = format('"%s";r=0;t=%d', quota.name, seconds) },
    }
end

jit.off(acquire)
jit.off(exceeded)

--- Takes one from a quota. @return nil, or the verdict
local function take(quota, counter)
    if quota.hard then
        if counter.left <= 0 then
            local ok, full = acquire(counter)
            if not ok then
                return full and exceeded(quota) or UNAVAILABLE
            end
        end
        counter.left = counter.left - 1
        if counter.left < counter.low then
            keeper.hurry()
        end
    end
    counter.used = counter.used + 1
    if not counter.queued then
        keeper.enqueue(counter)
    end
    return nil
end

local function give_back(counter)
    counter.used = counter.used - 1
    if counter.quota.hard then
        counter.left = counter.left + 1
    end
end

local function is_at_hand(quota, ctx)
    return not quota.hard or counter_of(quota, ctx).left > 0
end

--- Whether `try` would decide from memory. One quota is looked at without a loop (see `lib/radix.lua`).
function _M.at_hand(list, ctx)
    local all = is_at_hand(list[1], ctx)
    if list[2] then
        for i = 2, #list do
            all = all and is_at_hand(list[i], ctx)
        end
    end
    return all
end

local function take_one(quota, ctx, account)
    local counter = counter_of(quota, ctx)
    local verdict = take(quota, counter)
    if not verdict then
        local count = account.taken_count + 1
        account.taken[count], account.taken_count = counter, count
    end
    return verdict
end

--- Takes one from every quota, or from none.
-- @param account `taken_count` of 0; told in `taken` which counters were taken from
-- @return nil, or the verdict
function _M.try(list, ctx, account)
    local verdict = take_one(list[1], ctx, account)
    if list[2] and not verdict then
        for i = 2, #list do
            verdict = verdict or take_one(list[i], ctx, account)
        end
    end
    if verdict then
        _M.take_back(account)
    end
    return verdict
end

function _M.take_back(account)
    for i = 1, account.taken_count do
        give_back(account.taken[i])
    end
end

--- The counter of a quota that a request would fall under, with what the fleet used until now.
-- @return counter, or nil when Redis is away
function _M.look(quota, ctx)
    local counter = counter_of(quota, ctx)
    return settle(counter, 0) and counter or nil
end

return _M
