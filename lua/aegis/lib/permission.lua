--- The permission grammar, compiled. The same grammar as `contracts/src/permission.ts`.
--
-- A demand is what a route asks for (`orders.:id:read`), a pattern what a caller has (`orders.**:*`, `!orders:delete`).
-- Parameters are compared as one segment each, never pasted into text: a value with dots cannot become two segments.
-- What patterns say about a demand is `permission_set`'s to tell.

local find, gmatch, gsub, sub = string.find, string.gmatch, string.gsub, string.sub
local char, tonumber = string.char, tonumber

local _M = {}

local MAX_SEGMENTS = 10

local function segment_of(text, demand)
    if find(text, "^[%w_-]+$") then
        return text
    end
    local name = demand and text:match "^:([%w_-]+)$"
    return name and { param = name } or nil
end

local function split(resource, demand)
    local segments = {}
    for text in gmatch(resource .. ".", "([^.]*)%.") do
        local segment = text == "*" and not demand and "*" or segment_of(text, demand)
        if not segment or #segments == MAX_SEGMENTS then
            return nil
        end
        segments[#segments + 1] = segment
    end
    return segments
end

--- Splits at the last colon, since a parameter begins with one.
local function parts(text)
    return text:match "^(.+):([^:]+)$"
end

--- @return demand `{ text, segments, action, params = names of its parameters, if any }`, or nil when the text is no
-- route's permission
function _M.demand(text)
    local resource, action = parts(text)
    if not resource or not find(action, "^[%w_-]+$") then
        return nil
    end
    local segments = split(resource, true)
    if not segments then
        return nil
    end
    local params = {}
    for i = 1, #segments do
        params[#params + 1] = segments[i].param
    end
    return { text = text, segments = segments, action = action, params = params[1] and params }
end

--- @return pattern `{ deny, segments, subtree, action }`, or nil when the text is not a pattern
function _M.pattern(text)
    local deny = sub(text, 1, 1) == "!"
    local resource, action = parts(deny and sub(text, 2) or text)
    if not resource or not (action == "*" or find(action, "^[%w_-]+$")) then
        return nil
    end
    local subtree = resource == "**" or sub(resource, -3) == ".**"
    local root = subtree and sub(resource, 1, -4) or resource
    local segments = resource == "**" and {} or split(root, false)
    return segments and { deny = deny, segments = segments, subtree = subtree, action = action } or nil
end

local function byte_of(digits)
    return char(tonumber(digits, 16))
end

--- Whether a parameter's value stands in the path otherwise than it is compared.
function _M.is_encoded(raw)
    return find(raw, "%", 1, true) ~= nil
end

--- The text that a segment of a demand stands for; nil where the path lacks the parameter.
function _M.value_of(segment, params)
    if type(segment) == "string" then
        return segment
    end
    local raw = params and params[segment.param]
    if not raw or not find(raw, "%", 1, true) then
        return raw
    end
    return (gsub(raw, "%%(%x%x)", byte_of))
end

--- Whether a pattern may cover a demand: each of its parameters could be anything.
function _M.may_cover(pattern, demand)
    local wanted, have = demand.segments, pattern.segments
    if pattern.action ~= "*" and pattern.action ~= demand.action then
        return false
    end
    if #wanted < #have or (#wanted > #have and not pattern.subtree) then
        return false
    end
    for i = 1, #have do
        if type(wanted[i]) == "string" and have[i] ~= "*" and have[i] ~= wanted[i] then
            return false
        end
    end
    return true
end

return _M
