--- Upstreams whose targets are watched, in this worker: which targets can be used, and how much of their weight they
-- have. Pools are told when that changes, so that a request finds a list of usable targets and asks nothing.

local built = require "aegis.config.built"
local circuit_breaker = require "aegis.upstreams.circuit_breaker"
local health_store = require "aegis.upstreams.health_store"
local monotonic_ms = require("aegis.lib.clock").monotonic_ms
local target_states = require "aegis.upstreams.target_states"

local max, min = math.max, math.min

local _M = {}

-- What a target that just came back gets at once.
local FIRST_SHARE = 0.05

--- upstream id → watch: `upstream`, `allowed`, `targets` (list of `{ target, state }`, each state once), `pools` (weak
-- set), `used_at`, `open_until` (of the circuit breaker; 0: closed), `changing` (time will change something), `version`
-- of the shared memory.
local by_id = {}
_M.by_id = by_id

local weak_keys = { __mode = "k" }

local function targets_of(upstream)
    local list, seen = {}, {}
    for i = 1, #upstream.targets do
        local target = upstream.targets[i]
        local state = target_states.of(upstream, target)
        if not seen[state] then
            seen[state] = true
            list[#list + 1] = { target = target, state = state }
        end
    end
    return list
end

--- Targets that an upstream did not have before begin with a small share.
local function warm_new_ones(watch)
    local keys = {}
    for i = 1, #watch.targets do
        keys[i] = watch.targets[i].state.key
    end
    local known = health_store.exchange_targets(watch.upstream.id, keys)
    local slow_start = watch.upstream.health.slow_start_ms
    for i = 1, known and slow_start and #keys or 0 do
        if not known[keys[i]] then
            health_store.warm(watch.upstream.id, watch.targets[i].state, slow_start)
        end
    end
end

local function adopt(watch, upstream, allowed)
    watch.upstream, watch.allowed = upstream, allowed
    watch.targets = targets_of(upstream)
    watch.version = -1
    warm_new_ones(watch)
end

--- Ejected and warming end by themselves.
local function judge(state, slow_start, now)
    local ejected = state.ejected_until > now
    if state.ejected_until > 0 and not ejected then
        state.warm_from, state.ejected_until = max(state.warm_from, state.ejected_until), 0
    end
    local warming = slow_start and state.warm_from > 0 and now < state.warm_from + slow_start
    state.out = state.down and "down" or ejected and "ejected" or false
    state.share = warming and min(1, max(FIRST_SHARE, (now - state.warm_from) / slow_start)) or 1
    return state.out ~= false or warming
end

local function tell_pools(watch)
    for pool in pairs(watch.pools) do
        pool:refresh()
    end
end

local function look(watch, now)
    local slow_start = watch.upstream.health.slow_start_ms
    watch.changing = watch.open_until > 0
    for i = 1, #watch.targets do
        watch.changing = judge(watch.targets[i].state, slow_start, now) or watch.changing
    end
    tell_pools(watch)
end

local function read_shared(watch, version)
    for i = 1, #watch.targets do
        health_store.read(watch.targets[i].state)
    end
    circuit_breaker.read(watch)
    watch.version = version
end

--- Takes over what changed in shared memory or by time. Never yields.
function _M.update(watch)
    local now, version = monotonic_ms(), health_store.version(watch.upstream.id)
    local news = version ~= watch.version
    -- What is down may have been forgotten since.
    if news or watch.changing then
        read_shared(watch, version)
        look(watch, now)
    end
end

--- @param pool of this upstream; it is told whenever a target's usability or share changes
-- @return watch
function _M.join(pool)
    local upstream = pool.upstream
    local watch = by_id[upstream.id]
    if not watch then
        watch = { pools = setmetatable({}, weak_keys), used_at = 0, changing = false, open_until = 0 }
        by_id[upstream.id] = watch
    end
    if watch.upstream ~= upstream then
        adopt(watch, upstream, pool.allowed)
    end
    watch.pools[pool] = true
    _M.update(watch)
    pool:refresh()
    return watch
end

local function object_of(kind, id)
    local entry = built.entries[kind][id]
    return entry and entry.object
end

--- Whether the configuration of now still says what the watch goes by. Until requests come to what it says instead,
-- nobody asks the old targets either.
function _M.is_current(watch)
    local upstream = watch.upstream
    local upstreams, platform = object_of("upstreams", upstream.app_id), object_of("platform", "settings")
    local here = upstreams and upstreams.environments[upstream.environment]
    return here and here[upstream.name] == upstream and platform and platform.upstream_allow == watch.allowed
end

function _M.remove(upstream_id)
    by_id[upstream_id] = nil
end

return _M
