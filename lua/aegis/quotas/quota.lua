--- A quota as the request path uses it, compiled from the app's document, and the counters of its current period in
-- this worker.

local calendar = require "aegis.lib.calendar"

local format = string.format
local time = ngx.time

local _M = {}

--- Beyond these a tenant's counter is not kept: each of its requests asks Redis.
local MAX_COUNTERS = 100000
--- Counters stay in Redis for a day after their period, for late reports.
local KEPT_SECONDS = 86400

local periods = { day = true, month = true }
local counted_by = { tenant = true, app = true }
local kinds = { hard = true, soft = true }

--- Ledger → what this worker knows of it. Outlives the built quota, since an edited app must not lose its leases.
local states = setmetatable({}, { __mode = "v" })

local function state_of(name)
    local state = states[name]
    if not state then
        state = { period = "", epoch = "", counters = {}, count = 0 }
        states[name] = state
    end
    return state
end

local function whole(value)
    return type(value) == "number" and value > 0 and value == math.floor(value)
end

local function is_zone(zone)
    if type(zone) ~= "table" or #zone == 0 then
        return false
    end
    for i = 1, #zone do
        if type(zone[i].from) ~= "number" or type(zone[i].offset_s) ~= "number" then
            return false
        end
    end
    return true
end

local function problem_of(record)
    if type(record.name) ~= "string" or not record.name:find "^[%w_-]+$" then
        return "the name is none"
    elseif not whole(record.amount) then
        return "amount must be a whole number above 0"
    elseif not periods[record.period] then
        return "unknown period " .. tostring(record.period)
    elseif not counted_by[record.counted_by] then
        return "unknown counted_by " .. tostring(record.counted_by)
    elseif not kinds[record.kind] then
        return "unknown kind " .. tostring(record.kind)
    elseif not is_zone(record.zone) then
        return "the time zone has no offsets"
    end
    return nil
end

--- @param record a quota of the app's document
-- @return quota, or nil and what is wrong
function _M.compile(app_id, record)
    local problem = problem_of(record)
    if problem then
        return nil, problem
    end
    -- What changes one of these begins to count in another ledger.
    local ledger = format("%s:%s:%s:%s", record.id, record.counted_by, record.period, record.time_zone)
    local prefix = format("aegis:1:{%s}:quota:", app_id)
    return {
        id = record.id,
        app_id = app_id,
        name = record.name,
        amount = record.amount,
        kind = record.kind,
        hard = record.kind == "hard",
        by_tenant = record.counted_by == "tenant",
        counted_by = record.counted_by,
        applies_to_app = record.applies_to_app ~= false,
        period = record.period,
        zone = record.zone,
        ledger = ledger,
        prefix = prefix .. ledger,
        epochs = prefix .. "epochs",
        state = state_of(app_id .. ledger),
        -- Of the current period; set with the first request.
        starts = 0,
        ends = 0,
    }
end

--- The period is over (or the clock was set back): counters of another period are left to those who still report them.
local function turn(quota, now)
    local state = quota.state
    local name
    name, quota.starts, quota.ends = calendar.period(quota.period, quota.zone, now)
    if state.period ~= name then
        state.period, state.counters, state.count = name, {}, 0
    end
end

--- Fields: `used` (requests that this worker let through) and `left` (that it may still let through: leased);
-- `fleet_used` and `fleet_held` (the fleet's, as last heard); `sequence` of the last call; `block` (how many are leased
-- at once) and `low` (below which more are); `refused_until` (monotonic ms: there is no room); `told` (percent that the
-- admin was told). The rest is the ledger's and the keeper's.
local function new_counter(quota, environment, tenant)
    local ranking = format("%s:%s:%s", quota.prefix, environment, quota.state.period)
    return {
        quota = quota,
        amount = quota.amount,
        environment = environment,
        tenant = tenant,
        period = quota.state.period,
        key = ranking .. ":" .. tenant,
        ranking = ranking,
        expire_at = quota.ends + KEPT_SECONDS,
        epoch = quota.state.epoch,
        used = 0,
        left = 0,
        fleet_used = 0,
        fleet_held = 0,
        sequence = 0,
        block = 1,
        low = 0,
        leased_at = 0,
        refused_until = 0,
        told = 0,
        seen_used = 0,
        called_used = 0,
        idle = 0,
        waiting = 0,
        busy = false,
        done = false,
        queued = false,
    }
end

local function store(quota, environment, tenant)
    local state = quota.state
    local counter = new_counter(quota, environment, tenant)
    if state.count < MAX_COUNTERS then
        state.counters[environment] = state.counters[environment] or {}
        state.counters[environment][tenant] = counter
        state.count = state.count + 1
    end
    return counter
end

jit.off(store, true)

--- The quota was edited. What was leased under another amount goes back with the next call.
local function refit(counter, quota)
    if counter.amount ~= quota.amount or counter.quota.hard ~= quota.hard then
        counter.left, counter.refused_until, counter.told = 0, 0, 0
    end
    counter.quota, counter.amount = quota, quota.amount
end

--- The counter that a request falls under, of the current period.
function _M.counter(quota, ctx)
    local now = time()
    if now >= quota.ends or now < quota.starts then
        turn(quota, now)
    end
    local tenant = quota.by_tenant and ctx.identity.tenant or ""
    local counters = quota.state.counters[ctx.environment]
    local counter = counters and counters[tenant] or store(quota, ctx.environment, tenant)
    if counter.quota ~= quota then
        refit(counter, quota)
    end
    return counter
end

--- The quotas that count a caller: the app's, and those that the tier of its tenant names.
-- @return list, or nil where there are none
function _M.of(ctx)
    local everybody, tier = ctx.app.quotas, ctx.identity.tier
    local named = tier and tier.quotas
    if not everybody or not named then
        return everybody and everybody.applied
    end
    local list = {}
    for i, quota in ipairs(everybody.applied or {}) do
        list[i] = quota
    end
    for i = 1, #named do
        local quota = everybody.by_id[named[i]]
        list[#list + 1] = quota and not quota.applies_to_app and quota or nil
    end
    return list[1] and list
end

return _M
