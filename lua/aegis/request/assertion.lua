--- Who calls, as a signed statement for backends that must not trust headers: a JSON Web Token (EdDSA) whose keys are
-- at `<issuer>/.well-known/jwks.json`. Signed once per identity and minute; else it costs a look-up.

local base64 = require "ngx.base64"
local crypto = require "aegis.lib.crypto"
local json = require "aegis.lib.json"
local settings = require "aegis.config.settings"

local encode = base64.encode_base64url
local time = ngx.time

local _M = {}

-- One that is forwarded is good for at least a minute more.
local LIVES_SECONDS, SIGNED_AGAIN_SECONDS = 120, 60

local weak = { __mode = "k" }

local function given(text)
    return text ~= "" and text or nil
end

local function roles_of(text)
    local roles = {}
    for role in text:gmatch "[^,]+" do
        roles[#roles + 1] = role
    end
    return json.array(roles)
end

--- `sub` is the user, else the key; nobody where the route asks for no credentials.
local function claims_of(ctx, now)
    local identity = ctx.identity
    return {
        iss = ctx.site.platform.issuer,
        aud = ctx.app.slug,
        iat = now,
        exp = now + LIVES_SECONDS,
        sub = given(identity.user) or given(identity.key_id),
        environment = ctx.environment,
        tenant = given(identity.tenant),
        user = given(identity.user),
        key_id = given(identity.key_id),
        roles = roles_of(identity.roles),
    }
end

local function sign(claims)
    local header = json.encode { alg = "EdDSA", typ = "JWT", kid = settings.assertion_kid }
    local signed = encode(header) .. "." .. encode(json.encode(claims))
    return signed .. "." .. encode(crypto.ed25519_sign(settings.assertion_key, signed))
end

local function renew(ctx, now)
    local site = ctx.site
    site.assertions = site.assertions or setmetatable({}, weak)
    local made = {
        line = "\r\nX-Aegis-Assertion: " .. sign(claims_of(ctx, now)),
        stale_at = now + SIGNED_AGAIN_SECONDS,
    }
    site.assertions[ctx.identity] = made
    return made.line
end

jit.off(renew, true)

--- The header line, with the end of the one before it. A site is one app and environment.
function _M.line(ctx)
    local known, now = ctx.site.assertions, time()
    local found = known and known[ctx.identity]
    if found and now < found.stale_at then
        return found.line
    end
    return renew(ctx, now)
end

return _M
