--- Credentials → identity. A key that was seen before costs two table look-ups; its document is asked for on every
-- request, so a revocation acts as soon as the gateway knows it.

local cache = require "aegis.config.cache"
local credentials = require "aegis.request.credentials"
local generations = require "aegis.lib.generations"
local identities = require "aegis.request.identity"
local ip = require "aegis.lib.ip"
local key_text = require "aegis.request.key_text"
local settings = require "aegis.config.settings"

local time = ngx.time

local _M = {}

--- RFC 6750 section 3: without credentials no error is named; a bad credential is `invalid_token`.
local function challenge(code, error_code)
    local value = 'Bearer realm="aegis"' .. (error_code and ', error="' .. error_code .. '"' or "")
    return { code = code, headers = { ["WWW-Authenticate"] = value } }
end

local MISSING = challenge "missing_credentials"
local MALFORMED = challenge("malformed_key", "invalid_token")
local UNKNOWN = challenge("unknown_key", "invalid_token")
local REVOKED = challenge("revoked_key", "invalid_token")
local EXPIRED = challenge("expired_key", "invalid_token")
local WRONG_ENVIRONMENT = challenge("wrong_environment", "invalid_token")
local ADDRESS = { code = "ip_not_allowed" }
local UNAVAILABLE = { code = "configuration_unavailable", retry_after = 2 }

local ANONYMOUS = identities.anonymous()

--- Key text → `{ hash, identity }`. Only texts with a right checksum get in.
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

local function check(text, ctx)
    local known = known_key(text)
    if not known then
        return MALFORMED
    end
    local key, why = cache.get("key", known.hash)
    if not key then
        return why == "absent" and UNKNOWN or UNAVAILABLE
    end
    local verdict = refusal(key, ctx)
    if verdict then
        return verdict
    end
    local identity = known.identity
    if not identity or identity.key ~= key then
        identity = identities.of_key(key)
        known.identity = identity
    end
    ctx.identity = identity
    return nil
end

function _M.check(ctx)
    local text = credentials.take(ctx)
    if not ctx.route.needs_key then
        ctx.identity = ANONYMOUS
        return nil
    end
    if not text then
        return MISSING
    end
    return check(text, ctx)
end

return _M
