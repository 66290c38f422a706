--- The counters of a policy in this worker, found by walking nested tables: no text is put together for a request.
-- Bounded: two generations, the one that is not used any more is dropped.

local value_of = require("aegis.limits.subjects").value

local concat = table.concat
local tostring = tostring

local _M = {}

local MAX_COUNTERS = 50000

--- Counters outlive the built policy, since an edited app must not start counting from nothing.
local registries = {}

--- @param name of the policy and of how it counts: windows and buckets do not add up
-- @param prefix text that all of its Redis keys begin with
function _M.registry(name, prefix)
    local registry = registries[name]
    if not registry then
        registry = { prefix = prefix, young = {}, old = {}, count = 0 }
        registries[name] = registry
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
        or policy.counting.counter(key_of(registry, subjects, ctx), policy.period)
    store(registry, subjects, ctx, counter)
    return counter
end

jit.off(find_old, true)

--- The counter that a request falls under, as `window.lua` or `bucket.lua` makes it.
function _M.find(policy, ctx)
    local counter = lookup(policy.registry.young, policy.subjects, ctx) or find_old(policy, ctx)
    if counter.period ~= policy.period then
        policy.counting.refit(counter, policy.period)
    end
    return counter
end

return _M
