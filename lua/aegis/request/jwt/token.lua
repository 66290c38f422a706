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

local function remember(text, issuers, issuer, claims, identity, claims_key)
    local now = time()
    local forget_at = now + REMEMBER_SECONDS
    if claims.exp then
        forget_at = math.min(forget_at, claims.exp + issuer.leeway)
    end
    known_tokens:set(text, {
        issuers = issuers,
        identity = identity,
        forget_at = forget_at,
        claims_key = claims_key,
    })
end

--- @return claims, issuer and the issuers that they were judged by; or nil and the refusal
local function judged(text, issuers, app_id)
    local claims, result = judge.judge(issuers, text)
    if claims or not result.unknown then
        return claims, result, issuers
    end
    -- The provider may have begun to sign with a new key: asked once, then judged by what came.
    local newer = refresh.wait(app_id, result.unknown, issuers)
    if not newer then
        return nil, result
    end
    claims, result = judge.judge(newer, text)
    return claims, result, newer
end

--- Which check it was is for members of the app, not for the caller.
local function refuse(ctx, refusal)
    ctx.rule, ctx.about = refusal.rule, refusal.about or false
    return nil, verdicts[refusal.code]
end

--- @return identity; or nil and the verdict
function _M.identify(text, ctx)
    local app_id = ctx.app.id
    local issuers, why = cache.get("issuers", app_id)
    if not issuers then
        return nil, why == "absent" and verdicts.invalid_token or UNAVAILABLE
    end
    local known = known_tokens:get(text)
    if
        known
        and known.issuers == issuers
        and known.claims_key == ctx.app.counted_claims_key
        and time() < known.forget_at
    then
        return known.identity
    end
    local claims, issuer, by = judged(text, issuers, app_id)
    if not claims then
        return refuse(ctx, issuer)
    end
    local claimed = claims_of.identity(claims, issuer)
    if not claimed then
        local rule = "the claim that tells tenant or user is no name"
        return refuse(ctx, { code = "invalid_token", rule = rule, about = issuer.about })
    end
    local paths = ctx.app.counted_claims
    local identity = identities.of_token(claimed, paths and claims_of.counted(claims, paths))
    remember(text, by, issuer, claims, identity, ctx.app.counted_claims_key)
    return identity
end

return _M
