--- What a limit counts by, as numbers that a policy is compiled to, and their values for a request.

local ip = require "aegis.lib.ip"

local _M = {}

local APP, ROUTE, KEY, TENANT, USER, IP = 1, 2, 3, 4, 5, 6
local codes = { app = APP, route = ROUTE, key = KEY, tenant = TENANT, user = USER, ip = IP }

--- @param names the policy's `by`
-- @return codes, in one fixed order, at least one; or nil and the unknown name
function _M.compile(names)
    local wanted = {}
    for i = 1, #names do
        local code = codes[names[i]]
        if not code then
            return nil, names[i]
        end
        wanted[code] = true
    end
    local list = {}
    for code = ROUTE, IP do
        list[#list + 1] = wanted[code] and code or nil
    end
    -- Every counter belongs to one app already, so the app itself tells nothing apart.
    return #list > 0 and list or { APP }
end

--- The value of a subject. Callers without a key or tenant share the counter of the empty text.
function _M.value(code, ctx)
    if code == KEY then
        return ctx.identity.key_id
    elseif code == TENANT then
        return ctx.identity.tenant
    elseif code == USER then
        return ctx.identity.user
    elseif code == ROUTE then
        return ctx.route.id
    elseif code == IP then
        local subject = ctx.ip_subject
        if not subject then
            subject = ip.subject(ctx.client_ip())
            ctx.ip_subject = subject
        end
        return subject
    end
    return ""
end

return _M
