--- JSON Web Token → identity. A token that was believed is remembered until it expires, for a minute at the most, and
-- only as long as the app's issuers are the same object: a revocation or a new key makes every token be judged anew.

local cache = require "aegis.config.cache"
local challenge = require "aegis.request.challenge"
local claims_of = require "aegis.request.jwt.claims"
local generations = require "aegis.lib.generations"
local identities = require "aegis.request.identity"
local judge = require "aegis.request.jwt.judge"
local refresh = require "aegis.request.jwt.refresh"

local time = ngx.time

local _M = {}

local REMEMBER_SECONDS = 60
-- Tokens are up to 8 KiB long.
local known_tokens = generations.new(2500)

local verdicts = {
    invalid_token = challenge.of("invalid_token", "invalid_token"),
    expired_token = challenge.of("expired_token", "invalid_token"),
    revoked_token = challenge.of("revoked_token", "invalid_token"),
}
local UNAVAILABLE = { code = "configuration_unavailable", retry_after = 2 }

local function remember(text, issuers, issuer, claims, identity)
    local now = time()
    local forget_at = now + REMEMBER_SECONDS
    if claims.exp then
        forget_at = math.min(forget_at, claims.exp + issuer.leeway)
    end
    known_tokens:set(text, { issuers = issuers, identity = identity, forget_at = forget_at })
end

local function judged(text, issuers, app_id)
    local claims, issuer, key_unknown = judge.judge(issuers, text)
    if claims or not key_unknown then
        return claims, issuer, issuers
    end
    -- The provider may have begun to sign with a new key: asked once, then judged by what came.
    local newer = refresh.wait(app_id, key_unknown, issuers)
    if not newer then
        return nil, issuer
    end
    claims, issuer = judge.judge(newer, text)
    return claims, issuer, newer
end

--- @return identity; or nil and the verdict
function _M.identify(text, ctx)
    local app_id = ctx.app.id
    local issuers, why = cache.get("issuers", app_id)
    if not issuers then
        return nil, why == "absent" and verdicts.invalid_token or UNAVAILABLE
    end
    local known = known_tokens:get(text)
    if known and known.issuers == issuers and time() < known.forget_at then
        return known.identity
    end
    local claims, issuer, by = judged(text, issuers, app_id)
    if not claims then
        return nil, verdicts[issuer]
    end
    local claimed = claims_of.identity(claims, issuer)
    if not claimed then
        return nil, verdicts.invalid_token
    end
    local identity = identities.of_token(claimed)
    remember(text, by, issuer, claims, identity)
    return identity
end

return _M
