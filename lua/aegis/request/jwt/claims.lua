--- Claims → who the caller is.

local claim_path = require "aegis.lib.claim_path"
local permission = require "aegis.lib.permission"
local permission_set = require "aegis.lib.permission_set"
local subjects = require "aegis.limits.subjects"

local type = type

local _M = {}

local MAX_TEXT = 256
local MAX_ITEMS = 100

local find = claim_path.find

--- What goes into a header: a bounded text without control bytes. Empty where there is none.
-- @return text, or nil when the claim is there and is no such text
local function text_of(value)
    if value == nil or value == ngx.null then
        return ""
    end
    if type(value) == "number" then
        value = ("%.14g"):format(value)
    end
    if type(value) ~= "string" or #value > MAX_TEXT or value:find "[%z\1-\31\127]" then
        return nil
    end
    return value
end

--- A list of words, as an array or as one text with spaces (RFC 8693 4.2).
local function words_of(value)
    local words = {}
    if type(value) == "string" then
        for word in value:gmatch "%S+" do
            words[#words + 1] = word
        end
    elseif type(value) == "table" then
        for i = 1, math.min(#value, MAX_ITEMS) do
            words[i] = text_of(value[i])
        end
    end
    return words
end

--- Scopes outside of the permission grammar (`openid`) say nothing to us.
local function scopes_of(words)
    local patterns = {}
    for i = 1, #words do
        patterns[#patterns + 1] = permission.pattern(words[i])
    end
    return permission_set.new(patterns)
end

--- Role names travel in one header: commas separate, so a name with one is left out.
local function names_of(words)
    local names = {}
    for i = 1, #words do
        if not words[i]:find "," then
            names[#names + 1] = words[i]
        end
    end
    return names
end

--- @return `{ tenant, user, role_names, scopes }`, or nil when the token names tenant or user in a way that is no name
function _M.identity(claims, issuer)
    local tenant = text_of(find(claims, issuer.claims.tenant))
    local user = text_of(find(claims, issuer.claims.user))
    if not tenant or not user then
        return nil
    end
    return {
        tenant = tenant,
        user = user,
        role_names = names_of(words_of(find(claims, issuer.claims.roles))),
        scopes = scopes_of(words_of(find(claims, issuer.claims.scopes))),
    }
end

--- What the app's limits count by. @param paths as the app's document names them
function _M.counted(claims, paths)
    return subjects.claims(paths, function(path)
        return find(claims, claim_path.of(path))
    end)
end

return _M
