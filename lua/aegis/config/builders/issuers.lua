--- Whose tokens an app believes, with keys that OpenSSL has read already.

local base64 = require "ngx.base64"
local claim_path = require "aegis.lib.claim_path"
local set = require "aegis.lib.set"
local signatures = require "aegis.lib.signatures"

local _M = {}

local function key_of(record)
    local key
    if record.secret then
        local bytes = base64.decode_base64url(record.secret)
        key = bytes and signatures.secret_key(bytes)
    else
        key = record.pem and signatures.public_key(record.pem)
    end
    if not key then
        error("the key " .. (record.kid or "without kid") .. " cannot be read", 0)
    end
    for i = 1, #record.algorithms do
        if not signatures.knows(record.algorithms[i]) then
            error("unknown algorithm " .. record.algorithms[i], 0)
        end
    end
    return { kid = record.kid, key = key, algorithms = set.of(record.algorithms) }
end

local function issuer_of(record)
    local keys = {}
    for i = 1, #record.keys do
        keys[i] = key_of(record.keys[i])
    end
    local claims = record.claims
    return {
        id = record.id,
        about = { kind = "issuer", id = record.id, name = record.issuer },
        keys = keys,
        refreshable = record.refreshable == true,
        audiences = set.unless_empty(record.audiences),
        leeway = record.leeway_s,
        required = record.required_claims,
        claims = {
            tenant = claim_path.of(claims.tenant),
            user = claim_path.of(claims.user),
            roles = claim_path.of(claims.roles),
            scopes = claim_path.of(claims.scopes),
        },
        revoked_tokens = set.of(record.revoked.tokens),
        revoked_users = record.revoked.users,
        revoked_before = record.revoked.before,
    }
end

function _M.build(document)
    local by_name = {}
    for i = 1, #document.issuers do
        local record = document.issuers[i]
        by_name[record.issuer] = issuer_of(record)
    end
    return { by_name = by_name }
end

return _M
