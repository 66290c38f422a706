--- The counters of a policy in this worker, found by walking nested tables: no text is put together for a request.
-- Bounded: two generations, the one that is not used any more is dropped.

local value_of = require("aegis.limits.subjects").value

local concat = table.concat
local tostring = tostring

local _M = {}

local MAX_COUNTERS = 50000

--- Counters outlive the built policy, since an edited app must not start counting from nothing.
local registries = {}

--- @param policy_id id of the policy
-- @param prefix text that all of its Redis keys begin with
function _M.registry(policy_id, prefix)
    local registry = registries[policy_id]
    if not registry then
        registry = { prefix = prefix, young = {}, old = {}, count = 0 }
        registries[policy_id] = registry
    end
    return registry
end

--- Forgets policies that nothing used since the last call; called between requests, now and then.
function _M.sweep()
    for id, registry in pairs(registries) do
        if registry.count == 0 then
            registries[id] = nil
        else
            registry.old, registry.young, registry.count = registry.young, {}, 0
        end
    end
end

--- One and two subjects without a loop (see `lib/radix.lua`).
local function lookup(node, subjects, ctx)
    node = node[value_of(subjects[1], ctx)]
    if node == nil or not subjects[2] then
        return node
    end
    node = node[value_of(subjects[2], ctx)]
    if node == nil or not subjects[3] then
        return node
    end
    for i = 3, #subjects do
        node = node[value_of(subjects[i], ctx)]
        if node == nil then
            return nil
        end
    end
    return node
end

local function store(registry, subjects, ctx, counter)
    if registry.count >= MAX_COUNTERS then
        registry.old, registry.young, registry.count = registry.young, {}, 0
    end
    registry.count = registry.count + 1
    local node = registry.young
    for i = 1, #subjects - 1 do
        local value = value_of(subjects[i], ctx)
        node[value] = node[value] or {}
        node = node[value]
    end
    node[value_of(subjects[#subjects], ctx)] = counter
end

--- Length-prefixed parts, so that no two combinations of values make the same name.
local function key_of(registry, subjects, ctx)
    local parts = { registry.prefix }
    for i = 1, #subjects do
        local value = value_of(subjects[i], ctx)
        parts[#parts + 1] = tostring(#value)
        parts[#parts + 1] = value
    end
    return concat(parts, ":")
end

local function find_old(policy, ctx)
    local registry, subjects = policy.registry, policy.subjects
    local counter = lookup(registry.old, subjects, ctx)
        or {
            key = key_of(registry, subjects, ctx),
            period = policy.period,
            window = -1,
            previous = 0,
            current = 0,
            own = 0,
            own_previous = 0,
            announced = 0,
            late = false,
            exchanged_at = -math.huge,
            queued = false,
        }
    store(registry, subjects, ctx, counter)
    return counter
end

jit.off(find_old, true)

--- The counter that a request falls under. Fields:
-- `key`; `window` (index), `previous` and `current` (the fleet's counts as known here); `own` and `own_previous`
-- (this worker's part of them), `announced` (how much of `own` Redis knows), `late` (`own_previous` is not known there
-- yet), `queued` (waits for the next exchange), `exchanged_at` (monotonic ms).
function _M.find(policy, ctx)
    local counter = lookup(policy.registry.young, policy.subjects, ctx) or find_old(policy, ctx)
    if counter.period ~= policy.period then
        -- The policy was edited: windows of another length do not add up with the old ones.
        counter.period, counter.window, counter.current, counter.previous = policy.period, -1, 0, 0
    end
    return counter
end

return _M
