--- What a limit counts by, as numbers that a policy is compiled to, and their values for a request.

local crypto = require "aegis.lib.crypto"
local ip = require "aegis.lib.ip"

local gsub, match = string.gsub, string.match
local hex = crypto.hex
local sha1_bin = ngx.sha1_bin
local type = type
local var = ngx.var

local _M = {}

local APP, ROUTE, KEY, TENANT, USER, IP = 1, 2, 3, 4, 5, 6
local codes = { app = APP, route = ROUTE, key = KEY, tenant = TENANT, user = USER, ip = IP }

--- `header:<name>` and `claim:<path>` become tables.
local function named_of(name)
    local header = match(name, "^header:([a-z0-9-]+)$")
    if header then
        return { header = "http_" .. gsub(header, "-", "_") }
    end
    local claim = match(name, "^claim:(.+)$")
    return claim and { claim = claim }
end

--- @param names the policy's `by`
-- @return codes, in one fixed order, at least one; or nil and the unknown name
function _M.compile(names)
    local wanted, named = {}, {}
    for i = 1, #names do
        local code = codes[names[i]]
        local other = not code and named_of(names[i])
        if code then
            wanted[code] = true
        elseif other then
            named[#named + 1] = other
        else
            return nil, names[i]
        end
    end
    local list = {}
    for code = ROUTE, IP do
        list[#list + 1] = wanted[code] and code or nil
    end
    for i = 1, #named do
        list[#list + 1] = named[i]
    end
    -- Every counter belongs to one app already, so the app itself tells nothing apart.
    return #list > 0 and list or { APP }
end

--- What a caller sent, whatever it is, as a short text without meaning: it becomes part of a key.
local function digest(text)
    return text and text ~= "" and hex(sha1_bin(text)) or ""
end

--- The values of an app's counted claims.
-- @param value `function(path)` → what the token says there, any JSON
function _M.claims(paths, value)
    local counted = {}
    for i = 1, #paths do
        local found = value(paths[i])
        local kind = type(found)
        if kind == "number" or kind == "boolean" then
            found = tostring(found)
        end
        counted[paths[i]] = type(found) == "string" and digest(found) or ""
    end
    return counted
end

--- @return the header's or the claim's value; the empty text where a caller has none
local function named_value(subject, ctx)
    if subject.header then
        return digest(var[subject.header])
    end
    local counted = ctx.identity.counted
    return counted and counted[subject.claim] or ""
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
    elseif type(code) == "table" then
        return named_value(code, ctx)
    end
    return ""
end

return _M
