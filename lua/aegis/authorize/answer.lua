--- What the customer's backend answered, read. Whatever is not plainly an answer is none: the caller decides what a
-- failure means, and by default it is closed.

local json = require "aegis.lib.json"
local permission = require "aegis.lib.permission"

local find, gmatch, lower, match, sub = string.find, string.gmatch, string.lower, string.match, string.sub
local floor, min = math.floor, math.min

local _M = {}

--- Of the body.
_M.MAX_BYTES = 65536

local MAX_TTL_SECONDS = 3600
local MAX_PERMISSIONS = 1000
local MAX_REASON_BYTES = 200

--- Seconds that `Cache-Control` gives the answer (RFC 9111 5.2.2); nil where it says nothing.
local function max_age(text)
    local age
    for directive in gmatch(lower(text or ""), "[^,]+") do
        local name, value = match(directive, '^%s*([%w-]+)=?"?(%d*)"?%s*$')
        if name == "no-store" or name == "no-cache" then
            return 0
        elseif name == "max-age" then
            age = tonumber(value)
        end
    end
    return age
end

local function ttl_of(answer, headers)
    local ttl = answer.ttl
    if ttl == nil or ttl == json.null then
        ttl = max_age(headers["cache-control"])
    elseif type(ttl) ~= "number" or ttl < 0 or ttl ~= ttl then
        return nil, "`ttl` is no number of seconds"
    end
    return ttl and min(MAX_TTL_SECONDS, floor(ttl)) or false
end

--- A list of texts of the permission grammar. One that is outside of it could be a deny that we do not understand.
local function permissions_of(list)
    if list == nil or list == json.null then
        return false
    elseif type(list) ~= "table" or #list > MAX_PERMISSIONS then
        return nil, "`permissions` is no list of at most " .. MAX_PERMISSIONS
    end
    for name in pairs(list) do
        if type(name) ~= "number" then
            return nil, "`permissions` is no list"
        end
    end
    for i = 1, #list do
        if type(list[i]) ~= "string" or not permission.pattern(list[i]) then
            return nil, "`permissions` holds what is no permission"
        end
    end
    return list
end

--- Ends up in a problem's detail, which is JSON: only its length and control bytes matter.
local function reason_of(reason)
    if type(reason) ~= "string" or reason == "" then
        return nil
    end
    local text = reason:gsub("[%z\1-\31\127]", " ")
    if #text > MAX_REASON_BYTES then
        -- Never half a character of UTF-8 at the end.
        text = sub(text, 1, MAX_REASON_BYTES):gsub("[\192-\255]?[\128-\191]*$", "")
    end
    return text
end

local function decoded(response)
    if response.status ~= 200 then
        return nil, "it answered " .. response.status
    elseif response.headers["content-encoding"] and lower(response.headers["content-encoding"]) ~= "identity" then
        return nil, "its answer is encoded, which nobody asked for"
    end
    local answer = json.decode(response.body)
    if type(answer) ~= "table" or not find(response.body, "^%s*{") then
        return nil, "its answer is no JSON object"
    elseif type(answer.allowed) ~= "boolean" then
        return nil, "its answer lacks `allowed`, true or false"
    end
    return answer
end

--- @param response of `lib/http_answer`
-- @return `{ allowed, reason?, ttl = seconds or false, permissions = list of texts or false }`; or nil and the problem
function _M.read(response)
    local answer, problem = decoded(response)
    if not answer then
        return nil, problem
    end
    local ttl, permissions
    ttl, problem = ttl_of(answer, response.headers)
    if ttl == nil then
        return nil, problem
    end
    permissions, problem = permissions_of(answer.permissions)
    if permissions == nil then
        return nil, problem
    end
    return { allowed = answer.allowed, reason = reason_of(answer.reason), ttl = ttl, permissions = permissions }
end

return _M
