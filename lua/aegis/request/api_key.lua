--- API key → identity. A key that was seen before costs two table look-ups; its document is asked for on every
-- request, so a revocation acts as soon as the gateway knows it.

local cache = require "aegis.config.cache"
local challenge = require "aegis.request.challenge"
local generations = require "aegis.lib.generations"
local identities = require "aegis.request.identity"
local ip = require "aegis.lib.ip"
local key_text = require "aegis.request.key_text"
local settings = require "aegis.config.settings"

local time = ngx.time

local _M = {}

local MALFORMED = challenge.of("malformed_key", "invalid_token")
local UNKNOWN = challenge.of("unknown_key", "invalid_token")
local REVOKED = challenge.of("revoked_key", "invalid_token")
local EXPIRED = challenge.of("expired_key", "invalid_token")
local WRONG_ENVIRONMENT = challenge.of("wrong_environment", "invalid_token")
local ADDRESS = { code = "ip_not_allowed" }
local UNAVAILABLE = { code = "configuration_unavailable", retry_after = 2 }

--- Key text → `{ hash, identity }`, the identity as long as the key's document is kept. Only texts with a right
-- checksum get in.
local known_keys = generations.new(20000)

local function known_key(text)
    local known = known_keys:get(text)
    if not known then
        local hash = key_text.hash(settings, text)
        if not hash then
            return nil
        end
        known = { hash = hash }
        known_keys:set(text, known)
    end
    return known
end

--- A key of another app means nothing here, whatever its state is.
local function refusal(key, ctx)
    if key.app_id ~= ctx.app.id then
        return UNKNOWN
    elseif key.status ~= "active" then
        return REVOKED
    elseif time() >= key.expires_at then
        return EXPIRED
    elseif key.environment ~= ctx.environment then
        return WRONG_ENVIRONMENT
    elseif key.ip_allow then
        local address = ip.parse(ctx.client_ip())
        if not address or not ip.find(address, key.ip_allow) then
            return ADDRESS
        end
    end
    return nil
end

--- @return identity; or nil and the verdict
function _M.identify(text, ctx)
    local known = known_key(text)
    if not known then
        return nil, MALFORMED
    end
    local key, why = cache.get("key", known.hash)
    if not key then
        return nil, why == "absent" and UNKNOWN or UNAVAILABLE
    end
    local verdict = refusal(key, ctx)
    if verdict then
        ctx.about = verdict ~= UNKNOWN and key.about
        return nil, verdict
    end
    local identity = known.identity
    if not identity or identity.key ~= key then
        identity = identities.of_key(key)
        known.identity = identity
        cache.keep("key", known.hash, known, "identity")
    end
    return identity
end

return _M
