--- Whether a token is believed: its signature first, and only then what it says. Until the signature fits, a caller
-- learns nothing but that the token is not valid.

local jwt = require "aegis.lib.jwt"
local signatures = require "aegis.lib.signatures"

local time = ngx.time
local type = type

local _M = {}

local INVALID, EXPIRED, REVOKED = "invalid_token", "expired_token", "revoked_token"

--- The issuer's key whose signature it is. A token that names a key is only tried with keys of that name.
-- @return key or nil; true when the issuer has no key of the token's name
local function signer(issuer, token)
    local algorithm, kid = token.header.alg, token.header.kid
    local unknown = kid ~= nil
    for i = 1, #issuer.keys do
        local candidate = issuer.keys[i]
        local named = kid == nil or candidate.kid == nil or candidate.kid == kid
        unknown = unknown and candidate.kid ~= kid
        if
            named
            and candidate.algorithms[algorithm]
            and signatures.verify(algorithm, candidate.key, token.signed, token.signature)
        then
            return candidate, false
        end
    end
    return nil, unknown
end

local function is_moment(value)
    return type(value) == "number" and value >= 0 and value < 1e12
end

--- `exp`, `nbf` and `iat` (RFC 7519 4.1), each a number where it is there.
local function check_times(claims, leeway, now)
    for _, name in ipairs { "exp", "nbf", "iat" } do
        if claims[name] ~= nil and not is_moment(claims[name]) then
            return INVALID, "its " .. name .. " is no moment"
        end
    end
    if claims.exp and now >= claims.exp + leeway then
        return EXPIRED, "its exp has passed"
    end
    if (claims.nbf or 0) > now + leeway or (claims.iat or 0) > now + leeway then
        return INVALID, "its nbf or iat lies in the future"
    end
    return nil
end

local function has_audience(wanted, audience)
    if type(audience) == "string" then
        return wanted[audience] == true
    end
    if type(audience) == "table" then
        for i = 1, #audience do
            if wanted[audience[i]] then
                return true
            end
        end
    end
    return false
end

local function missing_claim(issuer, claims)
    for i = 1, #issuer.required do
        local value = claims[issuer.required[i]]
        if value == nil or value == ngx.null then
            return issuer.required[i]
        end
    end
    return nil
end

--- A token that does not say when it was issued falls under every revocation by time.
local function is_revoked(issuer, claims)
    local issued = claims.iat or 0
    if claims.jti ~= nil and issuer.revoked_tokens[claims.jti] then
        return true
    end
    local user_before = type(claims.sub) == "string" and issuer.revoked_users[claims.sub]
    return (user_before and issued < user_before) or (issuer.revoked_before ~= nil and issued < issuer.revoked_before)
end

--- @return the error code and which check it was, or nil
local function check_claims(issuer, claims)
    local problem, why = check_times(claims, issuer.leeway, time())
    if problem then
        return problem, why
    end
    if issuer.audiences and not has_audience(issuer.audiences, claims.aud) then
        return INVALID, "its aud names none of the audiences of the identity provider"
    end
    local missing = missing_claim(issuer, claims)
    if missing then
        return INVALID, "the required claim " .. missing .. " is missing"
    end
    if is_revoked(issuer, claims) then
        return REVOKED, "it was revoked by its id, its user or the moment when it was issued"
    end
    return nil
end

local function unbelieved(token)
    return token and "the app has no identity provider with the token's iss"
        or "the text is no token that could be believed"
end

--- @param issuers the app's built issuers
-- @param text the token
-- @return claims and issuer; or nil and `{ code, rule = which check it was, about = the identity provider, unknown =
-- the issuer where a key of an unknown name signed it }`
function _M.judge(issuers, text)
    local token = jwt.parse(text)
    local name = token and token.claims.iss
    local issuer = type(name) == "string" and issuers.by_name[name]
    if not issuer then
        return nil, { code = INVALID, rule = unbelieved(token) }
    end
    local key, unknown = signer(issuer, token)
    if not key then
        local rule = unknown and "the identity provider has no key of the token's kid"
            or "no key of the identity provider fits the signature"
        return nil, { code = INVALID, rule = rule, about = issuer.about, unknown = unknown and issuer or nil }
    end
    local problem, why = check_claims(issuer, token.claims)
    if problem then
        return nil, { code = problem, rule = why, about = issuer.about }
    end
    return token.claims, issuer
end

return _M
