--- The authorize callout of one environment of an app: whom to ask, how long answers are good for, and which of them
-- were purged.

local permission = require "aegis.lib.permission"

local format = string.format

local _M = {}

local failures = { deny = true, stale = true, allow = true }

local function check_endpoint(document)
    -- Both end up in the head of a request.
    if not document.host:find "^[%w_:][%w_.:-]*$" then
        error("host " .. document.host .. " is neither a name nor an address", 0)
    end
    if not document.path:find "^/[%w/._~!$&'()*+,;=:@%%-]*$" then
        error("path is no path", 0)
    end
end

local function host_text_of(document)
    local name = document.host:find(":", 1, true) and "[" .. document.host .. "]" or document.host
    local usual = document.scheme == "https" and 443 or 80
    return document.port == usual and name or format("%s:%d", name, document.port)
end

--- Purges by what they are about; each a generation that becomes part of the names of answers.
local function purges_of(list)
    local purges = { tenants = {}, users = {}, users_of = {}, permissions = {} }
    for i = 1, #list do
        local purge = list[i]
        if purge.permission then
            local pattern = permission.pattern(purge.permission)
                or error("purged permission " .. purge.permission .. " is no pattern", 0)
            purges.permissions[#purges.permissions + 1] = { pattern = pattern, generation = purge.generation }
        elseif purge.user and purge.tenant then
            purges.users_of[purge.tenant] = purges.users_of[purge.tenant] or {}
            purges.users_of[purge.tenant][purge.user] = purge.generation
        elseif purge.user then
            purges.users[purge.user] = purge.generation
        elseif purge.tenant then
            purges.tenants[purge.tenant] = purge.generation
        else
            error("a purge names neither tenant nor user nor permission", 0)
        end
    end
    return purges
end

function _M.build(document, id)
    if document.status ~= "active" then
        return { active = false }
    end
    check_endpoint(document)
    if not failures[document.on_failure] then
        error("unknown on_failure " .. tostring(document.on_failure), 0)
    end
    if type(document.secret) ~= "string" or #document.secret < 16 then
        error("the secret is too short", 0)
    end
    return {
        active = true,
        id = id,
        -- For request traces.
        about = { kind = "authorize", id = id, name = id:match "%.(.*)$" },
        tls = document.scheme == "https",
        host = document.host:lower(),
        port = document.port,
        host_text = host_text_of(document),
        path = document.path,
        secret = document.secret,
        timeout = document.timeout_ms / 1000,
        allow_ttl = document.allow_ttl_s,
        deny_ttl = document.deny_ttl_s,
        on_failure = document.on_failure,
        max_stale = document.on_failure == "stale" and document.max_stale_s or 0,
        generation = document.generation,
        purges = purges_of(document.purges),
    }
end

return _M
