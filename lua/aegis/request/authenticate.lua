--- Credentials → identity, the way that the route asks for.

local api_key = require "aegis.request.api_key"
local challenge = require "aegis.request.challenge"
local credentials = require "aegis.request.credentials"
local generations = require "aegis.lib.generations"
local identities = require "aegis.request.identity"
local token = require "aegis.request.jwt.token"

local _M = {}

local MISSING = challenge.of "missing_credentials"
local MISMATCH = { code = "tenant_mismatch" }

local ANONYMOUS = identities.anonymous()

--- Identity of a token → identity of a key → both. Kept, since limits and permissions remember by identity.
local pairs_of = setmetatable({}, { __mode = "k" })

local function joined(of_key, of_token)
    local known = pairs_of[of_token]
    if not known then
        known = generations.new(100)
        pairs_of[of_token] = known
    end
    local both = known:get(of_key)
    if both == nil then
        both = identities.of_both(of_key, of_token) or false
        known:set(of_key, both)
    end
    return both or nil, MISMATCH
end

local ways = {}

function ways.none()
    return ANONYMOUS
end

function ways.api_key(ctx, key)
    if not key then
        return nil, MISSING
    end
    return api_key.identify(key, ctx)
end

function ways.jwt(ctx, _, bearer)
    if not bearer then
        return nil, MISSING
    end
    return token.identify(bearer, ctx)
end

function ways.both(ctx, key, bearer)
    if not key or not bearer then
        return nil, MISSING
    end
    local of_key, verdict = api_key.identify(key, ctx)
    if not of_key then
        return nil, verdict
    end
    local of_token
    of_token, verdict = token.identify(bearer, ctx)
    if not of_token then
        return nil, verdict
    end
    return joined(of_key, of_token)
end

--- Whoever sends two credentials means both: the weaker one must not hide that the other is refused.
function ways.any(ctx, key, bearer)
    if key and bearer then
        return ways.both(ctx, key, bearer)
    elseif key then
        return api_key.identify(key, ctx)
    end
    return ways.jwt(ctx, nil, bearer)
end

function _M.check(ctx)
    local key, bearer = credentials.take(ctx)
    local identity, verdict = ways[ctx.route.auth](ctx, key, bearer)
    if not identity then
        return verdict
    end
    ctx.identity = identity
    return nil
end

return _M
