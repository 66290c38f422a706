--- Which apps' live logs are watched: leases in Redis, read by one worker of the gateway and told to the others.

local countdown = require "aegis.trace.countdown"
local leader = require "aegis.config.leader"
local redis = require "aegis.lib.redis"
local settings = require "aegis.config.settings"

local concat = table.concat
local now = ngx.now
local state = ngx.shared.aegis_state

local _M = {}

local LISTENERS = "aegis:1:listeners"
local INTERVAL_SECONDS = 1
local MAX_APPS = 500
local WORDS = "listened"

--- Leases end by Redis' own clock. Read-only, as gateways may only read them.
local SCRIPT = [[return redis.call('ZRANGEBYSCORE', KEYS[1], redis.call('TIME')[1], '+inf', 'LIMIT', 0, ARGV[1])]]

local asked_at = 0
local heard = ""

--- While Redis is away nobody can read the log: what was last known stands.
local function ask()
    local client = redis.connect(settings.redis_state)
    local apps = client and client:command("EVAL_RO", SCRIPT, 1, LISTENERS, MAX_APPS)
    if not apps then
        return
    end
    client:release()
    table.sort(apps)
    state:set(WORDS, concat(apps, " "))
end

local function set_of(words)
    local set = {}
    for app_id in words:gmatch "%S+" do
        set[app_id] = true
    end
    return set
end

--- Called a few times a second by every worker.
function _M.look()
    if leader.mine() and now() - asked_at >= INTERVAL_SECONDS then
        asked_at = now()
        ask()
    end
    local words = state:get(WORDS) or ""
    if words ~= heard then
        heard = words
        countdown.listen(set_of(words))
    end
end

return _M
