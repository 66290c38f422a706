--- An API key as the request path checks it.

local ip = require "aegis.lib.ip"
local permission_set = require "aegis.lib.permission_set"

local _M = {}

local function scopes_of(texts)
    local scopes, bad = permission_set.of(texts)
    return scopes or error("scope " .. bad .. " is outside of the grammar", 0)
end

local function ranges_of(texts)
    local ranges, bad = ip.ranges(texts)
    if not ranges then
        error("ip_allow: " .. tostring(bad) .. " is no address range", 0)
    end
    return ranges
end

--- The tenant goes into a header of the upstream's request: nothing in it may end that header.
local function tenant_of(document)
    local tenant = document.tenant or ""
    if tenant:find "[%z\1-\31\127]" then
        error("the tenant has control bytes", 0)
    end
    return tenant
end

function _M.build(document)
    return {
        id = document.id,
        app_id = document.app_id,
        environment = document.environment,
        -- The follower overlays this field when a key is revoked, before it has fetched the document.
        status = document.status,
        expires_at = document.expires_at or math.huge,
        tenant = tenant_of(document),
        scopes = document.scopes and scopes_of(document.scopes),
        ip_allow = document.ip_allow and ranges_of(document.ip_allow),
        limits = document.limits,
        about = { kind = "key", id = document.id, name = "" },
    }
end

return _M
