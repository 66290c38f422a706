--- Connections of limits to the state role of Redis, with a breaker: while Redis is away, requests must not each
-- wait for a connection that will not come.

local redis = require "aegis.lib.redis"
local settings = require "aegis.config.settings"

local now = ngx.now

local _M = {}

local TIMEOUTS = { connect_ms = 250, send_ms = 250, read_ms = 500 }
local OPEN_SECONDS = 1

local closed_again_at = 0

--- @return client, or nil and an error
function _M.connect()
    return redis.connect(settings.redis_state, TIMEOUTS)
end

--- Like `connect`, but fails at once for a second after a failure.
function _M.try_connect()
    if now() < closed_again_at then
        return nil, "Redis was away a moment ago"
    end
    local client, err = _M.connect()
    if not client then
        _M.failed()
    end
    return client, err
end

--- A call on a connection failed: stay away for a moment, not the same one in every worker.
function _M.failed()
    closed_again_at = now() + OPEN_SECONDS * (0.5 + math.random())
end

return _M
