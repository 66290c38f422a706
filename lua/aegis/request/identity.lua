--- Who a caller is, as the later steps use it. Made once per built key document or verified token.
-- Fields: `kind`; `key_id`, `tenant`, `user`, `roles` (texts, empty where there is none); `key` (the built key);
-- `gives` (sets of permissions that the caller has; absent: everything that the cap lets through) and `cap` (the set
-- that bounds them, the key's scopes; absent: none), which `grants` reads; `verdicts` (route → what they come to);
-- `policies` (plan → the limits that apply); `limits` (ids of policies that key and tier bring); `tier` (the tenant's
-- tier of the app, where there is one); `counted` (claim → value to count by, where limits do); `counted_as` (what
-- usage tells apart: equal for all identities of one key and tenant).

local _M = {}

--- Plans and routes come and go with the configuration; an identity must not hold on to old ones.
local WEAK = { __mode = "k" }
-- Stands for a table that nothing was put into yet.
local NOTHING = {}

--- The table in a field of an identity (`verdicts` or `policies`), to put something in.
function _M.notes(identity, field)
    local notes = identity[field]
    if notes == NOTHING then
        notes = setmetatable({}, WEAK)
        identity[field] = notes
    end
    return notes
end

local function identity(fields)
    fields.key_id = fields.key_id or ""
    fields.tenant = fields.tenant or ""
    fields.user = fields.user or ""
    fields.roles = fields.roles or ""
    fields.limits = fields.limits or NOTHING
    fields.counted_as = fields.key_id .. ":" .. fields.tenant
    fields.unlimited = not fields.gives and not fields.cap
    fields.verdicts, fields.policies = NOTHING, NOTHING
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

--- A token may do what its scopes say, and the roles that it names or that were granted (see `member`).
-- @param counted values of the claims that limits count by, or nil
function _M.of_token(claimed, counted)
    return identity {
        kind = "jwt",
        counted = counted,
        tenant = claimed.tenant,
        user = claimed.user,
        roles = table.concat(claimed.role_names, ","),
        role_names = claimed.role_names,
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
        role_names = of_token.role_names,
        gives = of_token.gives,
        cap = of_key.cap,
        limits = of_key.limits,
    }
end

--- Collects roles: their names in order, and every set that they reach, each once.
local function add_role(found, name, role)
    if not found.named[name] then
        found.named[name] = true
        found.names[#found.names + 1] = name
    end
    for i = 1, role and #role.sets or 0 do
        local set = role.sets[i]
        if not found.given[set] then
            found.given[set] = true
            found.gives[#found.gives + 1] = set
        end
    end
end

--- Roles of the token where the app trusts them, also those that it does not know: its backend may. Then granted ones.
local function roles_of(of, app, roles, user)
    local found = { names = {}, named = {}, gives = { of.gives[1] }, given = {} }
    for i = 1, app.trusts_token_roles and #of.role_names or 0 do
        local name = of.role_names[i]
        add_role(found, name, roles and roles.by_name[name])
    end
    for i = 1, user and roles and #user.roles or 0 do
        local role = roles.by_id[user.roles[i]]
        if role then
            add_role(found, role.name, role)
        end
    end
    return found
end

local function tier_of(tenancy, of, tenant)
    if not tenancy or of.tenant == "" then
        return nil
    end
    local tiers = tenancy.tiers
    return tenant and tiers[tenant.tier] or tiers[tenancy.default_tier]
end

local function joined(first, second)
    local list = {}
    for i = 1, #first do
        list[i] = first[i]
    end
    for i = 1, #second do
        list[#list + 1] = second[i]
    end
    return list
end

--- The same caller as a member of the app: with the limits of its tenant's tier and the permissions of its roles.
-- @param roles, tenant, user built documents; nil where there is none
function _M.member(of, app, roles, tenant, user)
    local found = of.role_names and roles_of(of, app, roles, user)
    local tier = tier_of(app.tenancy, of, tenant)
    return identity {
        kind = of.kind,
        key_id = of.key_id,
        key = of.key,
        tenant = of.tenant,
        user = of.user,
        roles = found and table.concat(found.names, ","),
        gives = found and found.gives or of.gives,
        cap = of.cap,
        limits = tier and joined(of.limits, tier.limits) or of.limits,
        counted = of.counted,
        tier = tier,
        of_app = app,
        of_roles = roles,
        of_tenant = tenant,
        of_user = user,
    }
end

jit.off(_M.member, true)

return _M
