--- Who a caller is, as the later steps use it. Made once per built key document or verified token.
-- Fields: `kind`; `key_id`, `tenant`, `user`, `roles` (texts, empty where there is none); `key` (the built key);
-- `gives` (sets of permissions that the caller has; absent: everything that the cap lets through) and `cap` (the set
-- that bounds them, the key's scopes; absent: none), which `grants` reads; `verdicts` (route → what they come to);
-- `policies` (plan → the limits that apply); `limits` (ids of policies that the key brings); `counted` (claim → value
-- to count by, where limits do).

local _M = {}

--- Plans come and go with the configuration; an identity must not hold on to old ones.
local function weak()
    return setmetatable({}, { __mode = "k" })
end

local function identity(fields)
    fields.key_id = fields.key_id or ""
    fields.tenant = fields.tenant or ""
    fields.user = fields.user or ""
    fields.roles = fields.roles or ""
    fields.limits = fields.limits or {}
    fields.unlimited = not fields.gives and not fields.cap
    fields.verdicts, fields.policies = weak(), weak()
    return fields
end

--- A caller of a route without authentication: nothing that demands a permission is open to it.
function _M.anonymous()
    return identity { kind = "none", gives = {} }
end

--- A key without scopes may do whatever a route demands.
function _M.of_key(key)
    return identity {
        kind = "api_key",
        key_id = key.id,
        tenant = key.tenant,
        key = key,
        cap = key.scopes,
        limits = key.limits,
    }
end

--- A token may do what its scopes say. @param counted values of the claims that limits count by, or nil
function _M.of_token(claimed, counted)
    return identity {
        kind = "jwt",
        counted = counted,
        tenant = claimed.tenant,
        user = claimed.user,
        roles = claimed.roles,
        gives = { claimed.scopes },
    }
end

--- A user of the token that calls with the key: the key's scopes cap what the token may do.
-- @return identity, or nil when the two belong to different tenants
function _M.of_both(of_key, of_token)
    local key_tenant, token_tenant = of_key.tenant, of_token.tenant
    if key_tenant ~= "" and token_tenant ~= "" and key_tenant ~= token_tenant then
        return nil
    end
    return identity {
        kind = "both",
        key_id = of_key.key_id,
        key = of_key.key,
        counted = of_token.counted,
        tenant = token_tenant ~= "" and token_tenant or key_tenant,
        user = of_token.user,
        roles = of_token.roles,
        gives = of_token.gives,
        cap = of_key.cap,
        limits = of_key.limits,
    }
end

return _M
