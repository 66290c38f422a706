--- What the agent told this gateway: `gateway.json` (see GatewaySettings in contracts), read once by `init`.

local base64 = require "ngx.base64"
local crypto = require "aegis.lib.crypto"
local json = require "aegis.lib.json"
local redis = require "aegis.lib.redis"

local settings = {}

local texts = {
    "gateway_id", "gateway_name", "boot", "version", "platform", "redis_config_url", "redis_state_url",
    "documents_file",
}

local function read(path)
    local file, err = io.open(path, "rb")
    if not file then
        error("settings: " .. err, 0)
    end
    local text = file:read("*a")
    file:close()
    local values = json.decode(text)
    if type(values) ~= "table" then
        error("settings: " .. path .. " is not JSON", 0)
    end
    return values
end

--- {id, key in base64url} list → id → 32 bytes, and the ids in order (current first).
local function keys(values, name)
    local list, by_id, ids = values[name], {}, {}
    if type(list) ~= "table" then
        error("settings: " .. name .. " is missing", 0)
    end
    for i = 1, #list do
        local key = base64.decode_base64url(list[i].key or "")
        if type(list[i].id) ~= "string" or not key or #key ~= 32 then
            error("settings: " .. name .. " holds no 32 bytes in base64url", 0)
        end
        by_id[list[i].id] = key
        ids[i] = list[i].id
    end
    return by_id, ids
end

local function public_keys(raw)
    local public = {}
    for id, bytes in pairs(raw) do
        public[id] = crypto.ed25519_public_key(bytes) or error("settings: signing_keys holds no Ed25519 key", 0)
    end
    return public
end

local function redis_target(values, name)
    local target, err = redis.parse_url(values[name])
    return target or error("settings: " .. name .. ": " .. err, 0)
end

--- Reads and checks the file. Throws what is wrong with it, so that nginx does not start half configured.
function settings.load(path)
    local values = read(path)
    for i = 1, #texts do
        local name = texts[i]
        if type(values[name]) ~= "string" then
            error("settings: " .. name .. " is missing", 0)
        end
        settings[name] = values[name]
    end
    settings.redis_config = redis_target(values, "redis_config_url")
    settings.redis_state = redis_target(values, "redis_state_url")
    settings.signing_keys = public_keys((keys(values, "signing_keys")))
    settings.seal_keys = keys(values, "seal_keys")
    settings.checksum_keys = keys(values, "checksum_keys")
    settings.pepper_keys = keys(values, "pepper_keys")
    settings.trace_keys = keys(values, "trace_keys")
    local seeds, ids = keys(values, "assertion_keys")
    settings.assertion_kid = ids[1] or error("settings: assertion_keys is empty", 0)
    settings.assertion_key = crypto.ed25519_private_key(seeds[ids[1]])
    settings.spans = values.spans == true
    settings.mac_keys, settings.mac_key_ids = keys(values, "mac_keys")
    settings.resolvers = values.resolvers or {}
end

return settings
