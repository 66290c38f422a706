--- All limits that apply to a request, in two phases: each is tried, and only when all pass they are committed. What
-- one of them refuses does not count in the others.

local bucket = require "aegis.limits.bucket"
local counters = require "aegis.limits.counters"
local notes = require("aegis.request.identity").notes
local pick = require("aegis.config.builders.app").pick
local quotas_check = require "aegis.quotas.check"

local ceil, find, format, min = math.ceil, string.find, string.format, math.min
local sleep = ngx.sleep
local var = ngx.var

local _M = {}

local window_stores = {
    synced = require "aegis.limits.stores.synced",
    ["local"] = require "aegis.limits.stores.local",
}
local bucket_stores = {
    synced = require "aegis.limits.stores.synced_bucket",
    ["local"] = require "aegis.limits.stores.local_bucket",
}
local redis_store = require "aegis.limits.stores.redis"

local UNAVAILABLE = { code = "limit_unavailable", retry_after = 2 }
local MAX_COST = 1e9
local NONE = {}

local function without_doubles(list)
    local seen, unique = {}, {}
    for i = 1, #list do
        if not seen[list[i].id] then
            seen[list[i].id] = true
            unique[#unique + 1] = list[i]
        end
    end
    return unique
end

local function header_of(policies)
    local texts = {}
    for i = 1, #policies do
        texts[i] = policies[i].policy_header
    end
    return table.concat(texts, ", ")
end

--- The store that decides from memory; for the policies of Redis, while that is away.
local function memory_store(policy)
    local by_name = policy.counting == bucket and bucket_stores or window_stores
    return by_name[policy.store] or by_name["local"]
end

--- App, route and key each attach policies; one that is attached twice counts once. Those in memory come first, so
-- that Redis is only asked when they pass.
local function compose(ctx)
    local app, own = ctx.app, {}
    pick(app.policies, app.applied_ids, own)
    pick(app.policies, ctx.route.limits, own)
    pick(app.policies, ctx.identity.limits, own)
    own = without_doubles(own)
    -- What the gateway answers about quotas counts in none.
    local quotas = not ctx.route.answers and quotas_check.of(ctx) or nil
    if #own == 0 and not quotas then
        return NONE
    end
    local memory, shared, stores = {}, {}, {}
    for i = 1, #own do
        local list = own[i].store == "redis" and shared or memory
        list[#list + 1] = own[i]
        stores[own[i]] = memory_store(own[i])
    end
    return {
        stores = stores,
        memory = memory,
        memory_count = #memory,
        shared = shared,
        shared_count = #shared,
        quotas = quotas,
        -- May ask Redis, so that other requests come in between.
        yields = #shared > 0 or quotas ~= nil,
        header = header_of(own),
    }
end

jit.off(compose, true)

local function policies_of(ctx)
    local policies = ctx.identity.policies[ctx.plan]
    if not policies then
        policies = compose(ctx)
        notes(ctx.identity, "policies")[ctx.plan] = policies
    end
    return policies
end

--- What one request took so far, and its tightest policy, which is the one that callers are told about. Requests
-- that ask no Redis never yield in between, so they share one. `taken` are counters of quotas, `found` those that Redis
-- is asked about.
local function new_account()
    return {
        count = 0,
        policies = {},
        counters = {},
        stores = {},
        left = {},
        taken = {},
        taken_count = 0,
        found = {},
        tightest = false,
        rest = 0,
        reset = 0,
        delay = 0,
    }
end

local shared_account = new_account()
local spare_accounts = {}

local function note(account, policy, left, reset, delay)
    if delay > account.delay then
        account.delay = delay
    end
    if not account.tightest or left < account.rest then
        account.tightest, account.rest, account.reset = policy, left, reset
    end
end

local function take_back(account, cost)
    for i = 1, account.count do
        account.stores[i].take_back(account.policies[i], account.counters[i], cost)
    end
end

local function commit_one(account, i, cost)
    account.stores[i].commit(account.policies[i], account.counters[i], cost, account.left[i])
end

--- One alone is committed without a loop (see `lib/radix.lua`).
local function commit(account, cost)
    local count = account.count
    if count > 0 then
        commit_one(account, 1, cost)
    end
    if count > 1 then
        for i = 2, count do
            commit_one(account, i, cost)
        end
    end
end

--- @return nil, or the milliseconds to wait
local function try(policy, store, ctx, account)
    local counter = counters.find(policy, ctx)
    local left, reset, delay = store.try(policy, counter, ctx.plan.cost)
    if not left then
        return reset
    end
    local n = account.count + 1
    account.count = n
    account.policies[n], account.counters[n], account.stores[n], account.left[n] = policy, counter, store, left
    note(account, policy, left, reset, delay)
    return nil
end

local function refused(policies, policy, wait)
    local seconds = ceil(wait / 1000)
    return {
        code = "rate_limited",
        rule = policy.rule,
        about = policy.about,
        retry_after = seconds,
        fields = { limit = policy.name },
        headers = {
            ["RateLimit-Policy"] = policies.header,
            ["RateLimit"] = format("%s0;t=%d", policy.state_header, seconds),
            ["X-RateLimit-Limit"] = policy.amount_text,
            ["X-RateLimit-Remaining"] = "0",
            ["X-RateLimit-Reset"] = format("%d", seconds),
        },
    }
end

local function try_one(policies, i, ctx, account)
    local policy = policies.memory[i]
    local wait = try(policy, policies.stores[policy], ctx, account)
    return wait and refused(policies, policy, wait)
end

local function try_memory(policies, ctx, account)
    local count = policies.memory_count
    local verdict = count > 0 and try_one(policies, 1, ctx, account)
    if count > 1 and not verdict then
        for i = 2, count do
            verdict = verdict or try_one(policies, i, ctx, account)
        end
    end
    return verdict or nil
end

--- What decides while Redis is away, policy by policy.
local function try_without_redis(policies, ctx, account)
    for i = 1, #policies.shared do
        local policy = policies.shared[i]
        if policy.on_store_failure == "deny" then
            return UNAVAILABLE
        elseif policy.on_store_failure == "local" then
            local wait = try(policy, policies.stores[policy], ctx, account)
            if wait then
                return refused(policies, policy, wait)
            end
        end
    end
    return nil
end

local function try_redis(policies, ctx, account)
    local shared, found, cost = policies.shared, account.found, ctx.plan.cost
    for i = 1, #shared do
        found[i] = counters.find(shared[i], ctx)
    end
    local refusing, told = redis_store.try_all(shared, found, cost)
    if not refusing then
        return try_without_redis(policies, ctx, account)
    elseif refusing > 0 then
        return refused(policies, shared[refusing], told)
    end
    for i = 1, #shared do
        note(account, shared[i], redis_store.taken(shared[i], told, i, cost))
    end
    return nil
end

--- What the answer tells: see `told.lua`.
local function tell(ctx, policies, account)
    ctx.told_policy, ctx.told_policies = account.tightest, policies
    ctx.told_left, ctx.told_seconds = account.rest, ceil(account.reset / 1000)
end

--- Quotas wait for Redis only where the worker holds nothing of them.
local function account_for(policies, ctx)
    local account = shared_account
    if policies.yields and (policies.shared_count > 0 or not quotas_check.at_hand(policies.quotas, ctx)) then
        account = table.remove(spare_accounts) or new_account()
    end
    account.count, account.taken_count = 0, 0
    account.tightest, account.delay = false, 0
    return account
end

--- Nobody may hold on to it after this.
local function give_back(account)
    if account ~= shared_account then
        spare_accounts[#spare_accounts + 1] = account
    end
end

--- Before the limits in Redis, which cannot be taken back: what one of them refuses is given back to the quotas.
local function try_others(policies, ctx, account)
    local verdict = policies.quotas and quotas_check.try(policies.quotas, ctx, account)
    if not verdict and policies.shared_count > 0 then
        verdict = try_redis(policies, ctx, account)
        if verdict then
            quotas_check.take_back(account)
        end
    end
    return verdict or nil
end

local function check_all(ctx, policies)
    local account = account_for(policies, ctx)
    local verdict = try_memory(policies, ctx, account)
    if not verdict and policies.yields then
        verdict = try_others(policies, ctx, account)
    end
    if verdict then
        take_back(account, ctx.plan.cost)
        give_back(account)
        return verdict
    end
    commit(account, ctx.plan.cost)
    if ctx.app.limit_headers then
        tell(ctx, policies, account)
    end
    local delay = account.delay
    give_back(account)
    if delay > 0 then
        -- Last, because the account is another request's from here on. Policies that smooth wait side by side.
        sleep(delay / 1000)
    end
    return nil
end

function _M.check(ctx)
    local policies = policies_of(ctx)
    if policies == NONE then
        return nil
    end
    return check_all(ctx, policies)
end

--- What a header of the upstream's answer says that a request cost: bounded, since a backend may say anything.
local function told_cost(ctx)
    local text = var[ctx.plan.cost_variable]
    return text and find(text, "^%d+$") and min(tonumber(text), MAX_COST) or 0
end

--- After the answer: what it cost above the route's cost is counted too, so that the next requests pay for it.
function _M.charge(ctx)
    local debt = told_cost(ctx) - ctx.plan.cost
    local policies = debt > 0 and ctx.identity and policies_of(ctx)
    if not policies or policies == NONE then
        return
    end
    for policy, store in pairs(policies.stores) do
        local charged = policy.store == "redis" and redis_store or store
        charged.charge(policy, counters.find(policy, ctx), debt)
    end
end

jit.off(_M.charge)

return _M
