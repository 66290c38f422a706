--- Kinds of JSON values, and when two are equal.

local json_body = require "aegis.lib.json_body"

local concat, format, sort = table.concat, string.format, table.sort
local null = require("aegis.lib.json").null
local type = type

local _M = {}

--- `object`, `array`, `string`, `number`, `boolean` or `null`
function _M.of(value)
    if value == null then
        return "null"
    end
    local kind = type(value)
    if kind ~= "table" then
        return kind
    end
    return value[1] ~= nil and "array" or "object"
end

--- Number of items of a list.
function _M.length(list)
    return list[1] == json_body.NOTHING and 0 or #list
end

local canonical

local function members_of(object)
    local members = {}
    for name, value in pairs(object) do
        members[#members + 1] = format("%d:%s=%s", #name, name, canonical(value))
    end
    sort(members)
    return members
end

--- A text that is the same for equal values only. Numbers are equal by value: 1.0 is 1.
function canonical(value)
    local kind = _M.of(value)
    if kind == "string" then
        return format("s%d:%s", #value, value)
    elseif kind == "number" then
        return format("n%.17g", value)
    elseif kind == "object" then
        return "{" .. concat(members_of(value), ",") .. "}"
    elseif kind == "array" then
        local items = {}
        for i = 1, _M.length(value) do
            items[i] = canonical(value[i])
        end
        return "[" .. concat(items, ",") .. "]"
    end
    return kind == "null" and "null" or tostring(value)
end

_M.canonical = canonical

return _M
