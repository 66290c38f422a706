--- Third tier: what all gateways know together, in Redis. Whoever can write there must not be able to let anybody in:
-- each text carries a MAC of the gateways over its Redis key and itself, and without a right one it is a miss. The key
-- holds the app and the digest of the question with its generations.

local base64 = require "ngx.base64"
local crypto = require "aegis.lib.crypto"
local names = require "aegis.config.names"
local record = require "aegis.authorize.record"
local redis = require "aegis.lib.redis"
local settings = require "aegis.config.settings"

local floor, max = math.floor, math.max
local now = ngx.now

local _M = {}

-- Part of the time that the whole question may take: Redis that stands still must not use it up.
local TIMEOUTS = { connect_ms = 50, send_ms = 50, read_ms = 100 }
local AWAY_SECONDS = 1

local away_until = 0

local function mac_of(key, redis_key, text)
    return base64.encode_base64url(crypto.hmac_sha256(key, #redis_key .. ":" .. redis_key .. text))
end

local function sealed(redis_key, text)
    local id = settings.mac_key_ids[1]
    return id .. "." .. mac_of(settings.mac_keys[id], redis_key, text) .. "." .. text
end

local function opened(redis_key, value)
    local id, mac, text = value:match "^(%w)%.([%w_-]+)%.(.+)$"
    local key = id and settings.mac_keys[id]
    if not key or not crypto.equal(mac, mac_of(key, redis_key, text)) then
        return nil
    end
    return record.read(text)
end

--- Failed once, it is left alone for a moment, not for the same one in every worker.
local function stay_away()
    away_until = now() + AWAY_SECONDS * (0.5 + math.random())
end

local function pipeline(commands)
    if now() < away_until then
        return nil
    end
    local client = redis.connect(settings.redis_state, TIMEOUTS)
    local replies = client and client:pipeline(commands)
    if not replies then
        stay_away()
        return nil
    end
    client:release()
    return replies
end

--- One round trip. @param digests of the records' names
-- @return digest → record, for those that are there and are to be believed
function _M.get(app_id, digests)
    local commands, found = {}, {}
    for i = 1, #digests do
        commands[i] = { "GET", names.callout(app_id, digests[i]) }
    end
    local replies = pipeline(commands)
    for i = 1, replies and #digests or 0 do
        if type(replies[i]) == "string" then
            found[digests[i]] = opened(commands[i][2], replies[i])
        end
    end
    return found
end

--- @param records digest → record
function _M.put(app_id, records)
    local commands = {}
    for digest, one in pairs(records) do
        local redis_key = names.callout(app_id, digest)
        local life = max(1, floor((one.stale_until - now()) * 1000))
        commands[#commands + 1] = { "SET", redis_key, sealed(redis_key, one.text), "PX", life }
    end
    pipeline(commands)
end

return _M
