--- Who the caller is to the app: the tenant with its status and tier, the user with the roles that were granted.
-- Only where the app has tenants or roles (`app.membership`).

local cache = require "aegis.config.cache"
local document_ids = require "aegis.config.document_ids"
local identities = require "aegis.request.identity"

local _M = {}

local REQUIRED = { code = "tenant_required" }
local UNKNOWN = { code = "unknown_tenant" }
local SUSPENDED = { code = "tenant_suspended" }
local UNAVAILABLE = { code = "configuration_unavailable", retry_after = 2 }

--- @return the tenant; or nil for one that is unknown and served all the same; or nil and the verdict
local function find_tenant(app_id, identity, tenancy)
    local id = identity.tenant_document
    if not id then
        id = document_ids.tenant(app_id, identity.tenant)
        identity.tenant_document = id
    end
    local tenant, why = cache.get("tenant", id)
    if not tenant and why ~= "absent" then
        return nil, UNAVAILABLE
    elseif not tenant or tenant.status == "revoked" then
        return nil, tenancy.unknown == "refuse" and UNKNOWN or nil
    elseif tenant.status ~= "active" then
        return nil, SUSPENDED
    end
    return tenant
end

local function tenant_of(app, identity)
    local tenancy = app.tenancy
    if not tenancy then
        return nil
    elseif identity.tenant == "" then
        return nil, tenancy.required and REQUIRED or nil
    end
    return find_tenant(app.id, identity, tenancy)
end

--- @return the user's grants; or nil where there are none; or nil and the verdict
local function user_of(identity, tenant)
    if identity.user_tenant ~= tenant.id then
        identity.user_tenant = tenant.id
        identity.user_document = document_ids.user(tenant.id, identity.user)
    end
    local user, why = cache.get("user", identity.user_document)
    if not user and why ~= "absent" then
        return nil, UNAVAILABLE
    end
    return user
end

--- Puts the member in the place of `ctx.identity`: the same caller with tier and roles, made anew when one of the
-- documents that say so is another one than before.
function _M.check(ctx)
    local app, roles, identity = ctx.app, ctx.site.roles, ctx.identity
    local tenant, verdict = tenant_of(app, identity)
    local user
    if tenant and app.grants and identity.user ~= "" then
        user, verdict = user_of(identity, tenant)
    end
    if verdict then
        return verdict
    end
    local member = identity.member
    if
        not member
        or member.of_app ~= app
        or member.of_roles ~= roles
        or member.of_tenant ~= tenant
        or member.of_user ~= user
    then
        member = identities.member(identity, app, roles, tenant, user)
        identity.member = member
    end
    ctx.identity = member
    return nil
end

return _M
