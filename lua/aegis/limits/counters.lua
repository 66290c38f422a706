--- The counters of a policy in this worker, found by walking nested tables: no text is put together for a request.
-- Bounded: two generations, the one that is not used any more is dropped once it counts for nothing. What comes beyond
-- the bound of a policy or of its app shares one counter, so that an app whose callers make up names (headers,
-- addresses, users) takes neither the worker's memory nor the shared memory and Redis from other apps.

local metrics = require "aegis.request.metrics"
local monotonic_ms = require("aegis.lib.clock").monotonic_ms
local value_of = require("aegis.limits.subjects").value

local concat = table.concat
local tostring = tostring

local _M = {}

local SWEEP_SECONDS = 60

--- Of one policy and of all policies of an app, in one generation.
_M.bounds = { policy = 50000, app = 100000 }

--- Counters outlive the built policy: neither an edited app nor one whose documents left this worker's memory for a
-- while may start counting from nothing. What no policy uses goes when it counts for nothing any more.
local registries = {}
--- Name of a registry → a built policy that uses it.
local users = setmetatable({}, { __mode = "v" })
--- App → set of its registries.
local apps = setmetatable({}, { __mode = "v" })

local WEAK_KEYS = { __mode = "k" }

local function app_of(app_id)
    local app = apps[app_id]
    if not app then
        app = setmetatable({}, WEAK_KEYS)
        apps[app_id] = app
    end
    return app
end

local function count_of(app)
    local count = 0
    for registry in pairs(app) do
        count = count + registry.count
    end
    return count
end

local function new_registry(app_id, prefix)
    local registry = {
        prefix = prefix,
        app = app_of(app_id),
        young = {},
        old = {},
        count = 0,
        turned_at = monotonic_ms(),
        left_at = false,
        memory = 0,
        overflow = false,
    }
    registry.app[registry] = true
    return registry
end

--- Gives a policy its registry.
-- @param name of the policy and of how it counts: windows and buckets do not add up
-- @param app_id the app that the policy belongs to
-- @param prefix text that all of its Redis keys begin with
function _M.register(policy, name, app_id, prefix)
    local registry = registries[name] or new_registry(app_id, prefix)
    registries[name], users[name] = registry, policy
    policy.registry, registry.memory = registry, policy.memory
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

local function turn(registry)
    registry.old, registry.young, registry.count = registry.young, {}, 0
    registry.turned_at = monotonic_ms()
end

--- Counters that were last used more than a window ago, or than a bucket takes to drain, count for nothing.
local function has_room(policy)
    local registry, bounds = policy.registry, _M.bounds
    if registry.count < bounds.policy and count_of(registry.app) < bounds.app then
        return true
    end
    if monotonic_ms() - registry.turned_at < policy.memory or registry.count == 0 then
        return false
    end
    turn(registry)
    return count_of(registry.app) < bounds.app
end

local function store(registry, subjects, ctx, counter)
    registry.count = registry.count + 1
    local node = registry.young
    for i = 1, #subjects - 1 do
        local value = value_of(subjects[i], ctx)
        node[value] = node[value] or {}
        node = node[value]
    end
    node[value_of(subjects[#subjects], ctx)] = counter
end

local function sweep_one(name, registry, now)
    if users[name] then
        registry.left_at = false
        local used = registry.count > 0 or next(registry.old)
        if used and now - registry.turned_at >= registry.memory then
            turn(registry)
        end
    elseif not registry.left_at then
        registry.left_at = now
    elseif now - registry.left_at >= registry.memory then
        registries[name] = nil
    end
end

--- Lets go what counts for nothing: of a registry in use what was not asked for lately, and registries that no policy
-- uses any more.
function _M.sweep()
    local now = monotonic_ms()
    for name, registry in pairs(registries) do
        sweep_one(name, registry, now)
    end
end

function _M.start()
    ngx.timer.every(SWEEP_SECONDS, _M.sweep)
end

--- One for everybody who came too late for a counter of their own.
local function overflow(policy)
    local registry = policy.registry
    metrics.add_later("aegis_dropped_counters_total", 1)
    if not registry.overflow then
        registry.overflow = policy.counting.counter(registry.prefix .. ":~", policy.period)
    end
    return registry.overflow
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
    if not has_room(policy) then
        return counter or overflow(policy)
    end
    counter = counter or policy.counting.counter(key_of(registry, subjects, ctx), policy.period)
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
