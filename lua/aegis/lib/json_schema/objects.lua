--- Keywords for objects.

local kinds = require "aegis.lib.json_schema.kinds"
local pattern = require "aegis.lib.pattern"

local function sorted_names(object)
    local names = {}
    for name in pairs(object) do
        names[#names + 1] = name
    end
    table.sort(names)
    return names
end

local function size(object)
    local count = 0
    for _ in pairs(object) do
        count = count + 1
    end
    return count
end

local function bound(text, holds)
    return function(limit)
        return "object", function(value, run)
            return holds(size(value), limit) or run:fail(text, limit)
        end
    end
end

local function missing(value, names, run)
    local holds = true
    for i = 1, #names do
        if value[names[i]] == nil then
            holds = run:fail("lacks %s", names[i])
        end
    end
    return holds
end

local function list_of(names)
    return kinds.length(names) > 0 and names or {}
end

local function required(names)
    names = list_of(names)
    return "object", function(value, run)
        return missing(value, names, run)
    end
end

local function dependent_required(by_name)
    return "object", function(value, run)
        local holds = true
        for name, names in pairs(by_name) do
            holds = (value[name] == nil or missing(value, list_of(names), run)) and holds
        end
        return holds
    end
end

local function properties(schemas, _, compile)
    local names, checks = sorted_names(schemas), {}
    for i = 1, #names do
        checks[i] = compile(schemas[names[i]])
    end
    return "object", function(value, run)
        local holds = true
        for i = 1, #names do
            local member = value[names[i]]
            if member ~= nil then
                holds = run:at(names[i], checks[i], member) and holds
            end
        end
        return holds
    end
end

local function patterns_of(schemas, compile)
    local list = {}
    for i, text in ipairs(sorted_names(schemas or {})) do
        list[i] = { matches = pattern.compile(text), check = compile and compile(schemas[text]) }
    end
    return list
end

local function pattern_properties(schemas, _, compile)
    local list = patterns_of(schemas, compile)
    return "object", function(value, run)
        local holds = true
        for _, name in ipairs(sorted_names(value)) do
            for i = 1, #list do
                if list[i].matches(name) then
                    holds = run:at(name, list[i].check, value[name]) and holds
                end
            end
        end
        return holds
    end
end

local function matches_any(list, name)
    for i = 1, #list do
        if list[i].matches(name) then
            return true
        end
    end
    return false
end

--- Members that neither `properties` nor `patternProperties` speak of.
local function additional(schema, whole, compile)
    local check, own, list = compile(schema), whole.properties or {}, patterns_of(whole.patternProperties)
    return "object", function(value, run)
        local holds = true
        for _, name in ipairs(sorted_names(value)) do
            if own[name] == nil and not matches_any(list, name) then
                holds = run:at(name, check, value[name]) and holds
            end
        end
        return holds
    end
end

local function property_names(schema, _, compile)
    local check = compile(schema)
    return "object", function(value, run)
        local holds = true
        for _, name in ipairs(sorted_names(value)) do
            holds = run:at(name, check, name) and holds
        end
        return holds
    end
end

return {
    required = required,
    dependentRequired = dependent_required,
    properties = properties,
    patternProperties = pattern_properties,
    additionalProperties = additional,
    propertyNames = property_names,
    minProperties = bound("has to have at least %d members", function(count, limit)
        return count >= limit
    end),
    maxProperties = bound("has to have at most %d members", function(count, limit)
        return count <= limit
    end),
}
