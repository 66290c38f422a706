--- An API key as the request path checks it.

local ip = require "aegis.lib.ip"
local permission = require "aegis.lib.permission"
local permission_set = require "aegis.lib.permission_set"

local _M = {}

local function set_of(scopes)
    local patterns = {}
    for i = 1, #scopes do
        local pattern = permission.pattern(scopes[i])
        if not pattern then
            error("scope " .. scopes[i] .. " is outside of the grammar", 0)
        end
        patterns[i] = pattern
    end
    return permission_set.new(patterns)
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
        scopes = document.scopes and set_of(document.scopes),
        ip_allow = document.ip_allow and ranges_of(document.ip_allow),
        limits = document.limits,
        about = { kind = "key", id = document.id, name = "" },
    }
end

return _M
