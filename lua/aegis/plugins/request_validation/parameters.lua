--- Parameters are texts; a schema that asks for a number, a boolean or a list means what the text says.

local json_schema = require "aegis.lib.json_schema"
local set = require "aegis.lib.set"

local find = string.find
local floor = math.floor
local tonumber, tostring = tonumber, tostring

local _M = {}

-- Up to here every whole number has one text, which has no exponent.
local LARGEST_PLAIN = 1e14

local function types_of(schema)
    local wanted = type(schema) == "table" and schema.type
    return set.of(type(wanted) == "table" and wanted or { wanted or nil })
end

--- Most numbers are read without a pattern, which LuaJIT does not compile.
local function is_plain(text)
    local number = tonumber(text)
    return number and number == floor(number) and number >= 0 and number < LARGEST_PLAIN and tostring(number) == text
end

local function is_number(text)
    return is_plain(text)
        or find(text, "^%-?%d+%.?%d*[eE]?[+-]?%d*$") ~= nil and not find(text, "^%-?0%d") and tonumber(text) ~= nil
end

local function scalar(text, types)
    if (types.number or types.integer) and is_number(text) then
        return tonumber(text)
    elseif types.boolean and (text == "true" or text == "false") then
        return text == "true"
    end
    return text
end

local function list(texts, types)
    local values = {}
    for i = 1, #texts do
        values[i] = scalar(texts[i], types)
    end
    return values
end

--- How one parameter is read.
local function reading_of(schema)
    local types = types_of(schema)
    local item_types = types.array and types_of(schema.items) or {}
    return function(value)
        if types.array then
            return list(type(value) == "table" and value or { value }, item_types)
        end
        return type(value) == "table" and value or scalar(value, types)
    end
end

local function as_it_is(value)
    return value
end

--- @param schema of an object with a member per parameter
-- @return list of `{ name, required, fits = function(text) → boolean }` where the schema asks nothing else; or nil
function _M.members(schema)
    local members = json_schema.members(schema)
    for i = 1, #(members or {}) do
        local member, read = members[i], reading_of(members[i].schema)
        member.fits = function(text)
            return member.holds(read(text))
        end
    end
    return members
end

--- @param schema of an object with a member per parameter
-- @return function(name → text or list of texts) → the same as values
function _M.reader(schema)
    local readings = {}
    for name, one in pairs(type(schema) == "table" and schema.properties or {}) do
        readings[name] = reading_of(one)
    end
    return function(texts)
        local values = {}
        for name, value in pairs(texts) do
            values[name] = (readings[name] or as_it_is)(value)
        end
        return values
    end
end

return _M
