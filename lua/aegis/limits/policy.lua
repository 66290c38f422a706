--- A rate limit as the request path uses it, compiled from the app's document.

local bucket = require "aegis.limits.bucket"
local counters = require "aegis.limits.counters"
local subjects = require "aegis.limits.subjects"
local window = require "aegis.limits.window"

local format, gsub = string.format, string.gsub

local _M = {}

local stores = { ["local"] = true, redis = true, synced = true }
local on_failure = { ["local"] = true, deny = true, allow = true }

--- A structured-field string (RFC 9651): printable ASCII, quotes and backslashes escaped.
local function quoted(name)
    local safe = gsub(name, "[^ -~]", "_")
    return '"' .. gsub(safe, '["\\]', "\\%0") .. '"'
end

local function whole(value)
    return type(value) == "number" and value > 0 and value == math.floor(value)
end

--- What an algorithm counts by, and the numbers that it decides from (see `window.lua` and `bucket.lua`). All of a
-- bucket is one request of its own and what may wait; of a window it is the amount.
local algorithms = {
    fixed_window = function(record)
        return { counting = window, carry = 0, capacity = record.amount }
    end,
    sliding_window = function(record)
        return { counting = window, carry = 1, capacity = record.amount }
    end,
    token_bucket = function(record)
        return { counting = bucket, smooth = false, capacity = record.burst or record.amount }
    end,
    leaky_bucket = function(record)
        if type(record.max_delay_ms) ~= "number" or record.max_delay_ms < 0 then
            return nil, "leaky_bucket needs max_delay_ms of 0 or more"
        end
        return {
            counting = bucket,
            smooth = true,
            capacity = 1 + record.max_delay_ms * record.amount / record.period_ms,
        }
    end,
}

--- @return what is wrong with the fields that all algorithms share, or nil
local function problem_of(record)
    if not algorithms[record.algorithm] then
        return "unknown algorithm " .. tostring(record.algorithm)
    elseif not stores[record.store] then
        return "unknown store " .. tostring(record.store)
    elseif not on_failure[record.on_store_failure] then
        return "unknown on_store_failure " .. tostring(record.on_store_failure)
    elseif not whole(record.amount) or not whole(record.period_ms) then
        return "amount and period_ms must be whole numbers above 0"
    elseif record.burst ~= nil and not whole(record.burst) then
        return "burst must be a whole number above 0"
    end
    return nil
end

--- The quota policy of the IETF draft; of a bucket it also says how many pass at once.
local function policy_header(policy, record)
    local text = format("%s;q=%d;w=%d", quoted(record.name), record.amount, math.ceil(record.period_ms / 1000))
    return policy.counting == bucket and text .. ";burst=" .. policy.amount_text or text
end

--- The policy in words, for traces.
local function rule_of(record)
    local by = #record.by > 0 and " for each " .. table.concat(record.by, " and ") or ""
    return format("%s: %d in %g s%s (%s)", record.name, record.amount, record.period_ms / 1000, by, record.algorithm)
end

--- @param app_id the app that the policy belongs to
-- @param record a policy of the app's document
-- @return policy, or nil and what is wrong
function _M.compile(app_id, record)
    local problem = problem_of(record)
    if problem then
        return nil, problem
    end
    local policy
    policy, problem = algorithms[record.algorithm](record)
    if not policy then
        return nil, problem
    end
    local by, unknown = subjects.compile(record.by)
    if not by then
        return nil, "unknown subject " .. tostring(unknown)
    end
    local prefix = format("aegis:1:{%s}:limit:%s", app_id, record.id)
    policy.id = record.id
    policy.name = record.name
    policy.amount = record.amount
    policy.period = record.period_ms
    policy.rate = record.amount / record.period_ms
    policy.store = record.store
    policy.on_store_failure = record.on_store_failure
    policy.subjects = by
    -- After so many milliseconds without a request a counter holds nothing that still counts.
    policy.memory = policy.counting == bucket and policy.capacity / policy.rate or 2 * policy.period
    counters.register(policy, record.id .. (policy.counting == bucket and ":b" or ":w"), app_id, prefix)
    policy.amount_text = format("%d", math.floor(policy.capacity))
    policy.policy_header = policy_header(policy, record)
    policy.state_header = quoted(record.name) .. ";r="
    policy.state_line = "\r\nRateLimit: " .. policy.state_header
    policy.about = { kind = "limit", id = record.id, name = record.name }
    policy.rule = rule_of(record)
    return policy
end

return _M
