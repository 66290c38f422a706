--- Keywords for values of every kind. A maker takes the keyword's value, its schema and the compiler, and gives the
-- kind of values that the check is for, and the check.

local kinds = require "aegis.lib.json_schema.kinds"

local concat = table.concat
local floor, huge = math.floor, math.huge

local known = {
    object = true, array = true, string = true, number = true, integer = true, boolean = true, null = true,
}

local function is_whole(value)
    return value == floor(value) and value < huge and value > -huge
end

local function type_of(wanted)
    local names, set = type(wanted) == "table" and wanted or { wanted }, {}
    for i = 1, #names do
        if not known[names[i]] then
            error("there is no type " .. tostring(names[i]), 0)
        end
        set[names[i]] = true
    end
    local text = "has to be of type " .. concat(names, " or ")
    return "any", function(value, run)
        local kind = kinds.of(value)
        return set[kind] or kind == "number" and set.integer and is_whole(value) or run:fail(text)
    end
end

local function one_of(values)
    local set = {}
    for i = 1, kinds.length(values) do
        set[kinds.canonical(values[i])] = true
    end
    return "any", function(value, run)
        return set[kinds.canonical(value)] or run:fail "is none of the values that are allowed"
    end
end

local function exactly(wanted)
    local text = kinds.canonical(wanted)
    return "any", function(value, run)
        return kinds.canonical(value) == text or run:fail "is not the value that is asked for"
    end
end

return { type = type_of, enum = one_of, const = exactly }
