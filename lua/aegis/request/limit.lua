--- All limits that apply to a request, in two phases: each is tried, and only when all pass they are committed. What
-- one of them refuses does not count in the others.

local counters = require 'aegis.limits.counters'
local pick = require('aegis.config.builders.app').pick

local ceil, format = math.ceil, string.format
local header = ngx.header

local _M = {}

local stores = {
  synced = require 'aegis.limits.stores.synced',
  ['local'] = require 'aegis.limits.stores.local',
}
local redis_store = require 'aegis.limits.stores.redis'

local UNAVAILABLE = { code = 'limit_unavailable', retry_after = 2 }
local COST = 1
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
  return table.concat(texts, ', ')
end

--- App, route and key each attach policies; one that is attached twice counts once. Those in memory come first, so
-- that Redis is only asked when they pass.
local function compose(ctx)
  local app, own = ctx.app, {}
  pick(app.policies, app.applied_ids, own)
  pick(app.policies, ctx.route.limits, own)
  pick(app.policies, ctx.identity.limits, own)
  own = without_doubles(own)
  if #own == 0 then
    return NONE
  end
  local memory, shared = {}, {}
  for i = 1, #own do
    local list = own[i].store == 'redis' and shared or memory
    list[#list + 1] = own[i]
  end
  return { memory = memory, shared = shared, header = header_of(own) }
end

local function policies_of(ctx)
  local policies = ctx.identity.policies[ctx.plan]
  if not policies then
    policies = compose(ctx)
    ctx.identity.policies[ctx.plan] = policies
  end
  return policies
end

--- The tightest policy is the one that callers are told about.
local function note(tightest, policy, left, reset)
  if not tightest.policy or left < tightest.left then
    tightest.policy, tightest.left, tightest.reset = policy, left, reset
  end
end

local function take_back(taken)
  for i = 1, #taken do
    local one = taken[i]
    one.store.take_back(one.policy, one.counter, COST)
  end
end

local function commit(taken)
  for i = 1, #taken do
    local one = taken[i]
    one.store.commit(one.policy, one.counter, COST, one.left)
  end
end

local function try(policy, store, ctx, taken, tightest)
  local counter = counters.find(policy, ctx)
  local left, reset = store.try(policy, counter, COST)
  if not left then
    return reset
  end
  taken[#taken + 1] = { store = store, policy = policy, counter = counter, left = left }
  note(tightest, policy, left, reset)
  return nil
end

local function refused(policies, policy, wait)
  local seconds = ceil(wait / 1000)
  return {
    code = 'rate_limited',
    retry_after = seconds,
    fields = { limit = policy.name },
    headers = {
      ['RateLimit-Policy'] = policies.header,
      ['RateLimit'] = format('%s0;t=%d', policy.state_header, seconds),
      ['X-RateLimit-Limit'] = policy.amount_text,
      ['X-RateLimit-Remaining'] = '0',
      ['X-RateLimit-Reset'] = format('%d', seconds),
    },
  }
end

local function try_memory(policies, ctx, taken, tightest)
  for i = 1, #policies.memory do
    local policy = policies.memory[i]
    local wait = try(policy, stores[policy.store], ctx, taken, tightest)
    if wait then
      return refused(policies, policy, wait)
    end
  end
  return nil
end

--- What decides while Redis is away, policy by policy.
local function try_without_redis(policies, ctx, taken, tightest)
  for i = 1, #policies.shared do
    local policy = policies.shared[i]
    if policy.on_store_failure == 'deny' then
      return UNAVAILABLE
    elseif policy.on_store_failure == 'local' then
      local wait = try(policy, stores['local'], ctx, taken, tightest)
      if wait then
        return refused(policies, policy, wait)
      end
    end
  end
  return nil
end

local function try_redis(policies, ctx, taken, tightest)
  local shared, found = policies.shared, {}
  for i = 1, #shared do
    found[i] = counters.find(shared[i], ctx)
  end
  local result = redis_store.try_all(shared, found, COST)
  if not result then
    return try_without_redis(policies, ctx, taken, tightest)
  end
  if result.refused then
    return refused(policies, shared[result.refused], result.wait)
  end
  for i = 1, #shared do
    note(tightest, shared[i], result.left[i], result.reset[i])
  end
  return nil
end

local function tell(policies, tightest)
  local policy = tightest.policy
  if not policy then
    return
  end
  local left, seconds = format('%d', tightest.left), format('%d', ceil(tightest.reset / 1000))
  header['RateLimit-Policy'] = policies.header
  header['RateLimit'] = policy.state_header .. left .. ';t=' .. seconds
  header['X-RateLimit-Limit'] = policy.amount_text
  header['X-RateLimit-Remaining'] = left
  header['X-RateLimit-Reset'] = seconds
end

local function check_all(ctx, policies)
  local taken, tightest = {}, {}
  local verdict = try_memory(policies, ctx, taken, tightest)
  if not verdict and #policies.shared > 0 then
    verdict = try_redis(policies, ctx, taken, tightest)
  end
  if verdict then
    take_back(taken)
    return verdict
  end
  commit(taken)
  if ctx.app.limit_headers then
    tell(policies, tightest)
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

return _M
