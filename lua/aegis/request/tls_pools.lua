--- Which of nginx's pools of kept TLS connections a request may use. A pool keeps connections by address alone and
-- does not remember whose certificate was verified, so each belongs to one server name at a time. It changes hands
-- when nothing is under way in it and everything that it kept must have been closed.

local now = ngx.now

local _M = {}

local OVERFLOW = "aegis_tls_overflow"
-- Added to nginx's own time of keeping, which starts a little later than our clock.
local MARGIN_SECONDS = 2

local owners, pools = {}, {}

local function configure(count)
    for i = #pools + 1, count do
        pools[i] = { name = "aegis_tls_" .. i, active = 0, free_at = 0 }
    end
end

local function find_free(moment)
    for i = 1, #pools do
        local pool = pools[i]
        if pool.active == 0 and pool.free_at <= moment then
            return pool
        end
    end
    return nil
end

--- @param owner server name and how it is verified
-- @param count number of pools in nginx.conf
-- @return a pool to `release`, or nil where none is free: the request goes without keeping its connection
function _M.acquire(owner, count)
    configure(count)
    local pool = owners[owner]
    if not pool then
        pool = find_free(now())
        if not pool then
            return nil, OVERFLOW
        end
        if pool.owner then
            owners[pool.owner] = nil
        end
        pool.owner, owners[owner] = owner, pool
    end
    pool.active = pool.active + 1
    return pool, pool.name
end

--- @param idle_seconds how long nginx keeps a connection
function _M.release(pool, idle_seconds)
    pool.active = pool.active - 1
    pool.free_at = now() + idle_seconds + MARGIN_SECONDS
end

return _M
