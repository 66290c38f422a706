--- Buckets, exact on one gateway: for each the monotonic moment at which it is empty, in memory that all workers share.

local bucket = require "aegis.limits.bucket"
local clock = require "aegis.lib.clock"

local max = math.max
local monotonic_ms = clock.monotonic_ms
local shared = ngx.shared.aegis_limits
local update_time = ngx.update_time

local _M = {}

-- What a lock guards is one read and one write. Held for so long that no busy machine explains it, its worker was
-- killed inside.
local ABANDONED_MS = 500

--- Shared memory has no compare-and-set, so two workers that fill one bucket take turns. Spins: nothing may yield
-- between the tries of one request, and the other is done in a microsecond.
local function lock(name)
    local ok, problem = shared:add(name, true)
    if ok then
        return
    end
    update_time()
    local deadline = monotonic_ms() + ABANDONED_MS
    while not ok and monotonic_ms() <= deadline do
        if problem ~= "exists" then
            error("the shared memory of limits failed: " .. problem)
        end
        update_time()
        ok, problem = shared:add(name, true)
    end
end

local function names(counter)
    if not counter.local_bucket then
        counter.local_bucket, counter.local_lock = counter.key .. ":b", counter.key .. ":l"
    end
    return counter.local_bucket, counter.local_lock
end

local function raise(policy, key, now, cost, forced)
    local level = max(0, (shared:get(key) or 0) - now) * policy.rate
    if not forced and not bucket.fits(policy, level, cost) then
        return nil, bucket.wait(policy, level, cost)
    end
    -- Without an expiry, which would go by the wall clock: what is not used is the first to leave a full memory.
    local ok, problem = shared:set(key, now + (level + cost) / policy.rate)
    if not ok then
        return nil, nil, problem
    end
    return level
end

local function raise_alone(policy, counter, cost, forced)
    local key, guard = names(counter)
    lock(guard)
    local level, wait, problem = raise(policy, key, monotonic_ms(), cost, forced)
    shared:delete(guard)
    if problem then
        error("the shared memory of limits failed: " .. problem)
    end
    return level, wait
end

--- The contract of `synced.try`.
function _M.try(policy, counter, cost)
    local level, wait = raise_alone(policy, counter, cost, false)
    if not level then
        return nil, wait
    end
    return bucket.taken(policy, level, cost)
end

--- Counts what is known only after the answer, whether there is room or not.
function _M.charge(policy, counter, cost)
    raise_alone(policy, counter, cost, true)
end

function _M.take_back(policy, counter, cost)
    local key, guard = names(counter)
    lock(guard)
    shared:incr(key, -cost / policy.rate)
    shared:delete(guard)
end

--- Nothing to do: what `try` took is counted for all workers already.
function _M.commit() end

return _M
