--- Documents from Redis, believed only together with the head of the same moment.

local head = require "aegis.config.head"
local names = require "aegis.config.names"
local redis = require "aegis.lib.redis"
local settings = require "aegis.config.settings"
local verify = require "aegis.config.verify"

local now = ngx.now
local state = ngx.shared.aegis_state

local fetch = {}

local TIMEOUTS = { connect_ms = 300, send_ms = 500, read_ms = 700 }
-- After a failure nobody tries for this long, so that requests for unknown things fail fast while Redis is away.
local PAUSE_SECONDS = 0.25

local function mget(list)
    local client, err = redis.connect(settings.redis_config, TIMEOUTS)
    if not client then
        return nil, err
    end
    local command = { "MGET", names.head }
    for i = 1, #list do
        command[i + 2] = names.redis_key(list[i])
    end
    local replies
    replies, err = client:command(unpack(command))
    if not replies then
        client:close()
        return nil, err
    end
    client:release()
    return replies
end

local function open(name, envelope)
    if not envelope then
        return { absent = true }
    end
    local revision, text = verify.open(names.redis_key(name), envelope)
    if not revision then
        return { refused = text }
    end
    return { revision = revision, text = text, envelope = envelope }
end

local function failed(reason)
    state:set("fetch_paused_until", now() + PAUSE_SECONDS * (0.5 + math.random()))
    state:set("store_problem", reason)
    return nil, reason
end

--- Whether asking Redis makes sense now.
function fetch.possible()
    return now() >= (state:get("fetch_paused_until") or 0)
end

--- @param list names, at most a few dozen
-- @return name → {revision, text, envelope} | {absent = true} | {refused = reason};
-- or nil and why the store cannot be used
function fetch.documents(list)
    if not fetch.possible() then
        return nil, state:get("store_problem") or "the store is away"
    end
    local replies, err = mget(list)
    if not replies then
        return failed(err)
    end
    local value, problem = head.check(replies[1])
    if not value then
        return failed(problem)
    end
    local results = {}
    for i = 1, #list do
        results[list[i]] = open(list[i], replies[i + 1])
    end
    return results
end

return fetch
