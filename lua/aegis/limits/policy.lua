--- A rate limit as the request path uses it, compiled from the app's document.

local counters = require "aegis.limits.counters"
local subjects = require "aegis.limits.subjects"

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

--- @param app_id the app that the policy belongs to
-- @param record a policy of the app's document
-- @return policy, or nil and what is wrong
function _M.compile(app_id, record)
    if record.algorithm ~= "sliding_window" then
        return nil, "unknown algorithm " .. tostring(record.algorithm)
    elseif not stores[record.store] then
        return nil, "unknown store " .. tostring(record.store)
    elseif not on_failure[record.on_store_failure] then
        return nil, "unknown on_store_failure " .. tostring(record.on_store_failure)
    elseif not whole(record.amount) or not whole(record.period_ms) then
        return nil, "amount and period_ms must be whole numbers above 0"
    end
    local by, unknown = subjects.compile(record.by)
    if not by then
        return nil, "unknown subject " .. tostring(unknown)
    end
    local name, seconds = quoted(record.name), math.ceil(record.period_ms / 1000)
    return {
        id = record.id,
        name = record.name,
        amount = record.amount,
        period = record.period_ms,
        store = record.store,
        on_store_failure = record.on_store_failure,
        subjects = by,
        registry = counters.registry(record.id, format("aegis:1:{%s}:limit:%s", app_id, record.id)),
        amount_text = format("%d", record.amount),
        policy_header = format("%s;q=%d;w=%d", name, record.amount, seconds),
        state_header = name .. ";r=",
    }
end

return _M
