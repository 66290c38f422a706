--- Keywords for lists.

local kinds = require "aegis.lib.json_schema.kinds"

local function bound(text, holds)
    return function(limit)
        return "array", function(value, run)
            return holds(kinds.length(value), limit) or run:fail(text, limit)
        end
    end
end

--- Items behind those that `prefixItems` speaks of.
local function items(schema, whole, compile)
    local check = compile(schema)
    local first = (whole.prefixItems and kinds.length(whole.prefixItems) or 0) + 1
    return "array", function(value, run)
        local holds = true
        for i = first, kinds.length(value) do
            holds = run:at(i - 1, check, value[i]) and holds
            if not holds and run.silent > 0 then
                return false
            end
        end
        return holds
    end
end

local function prefix_items(schemas, _, compile)
    local checks = {}
    for i = 1, kinds.length(schemas) do
        checks[i] = compile(schemas[i])
    end
    return "array", function(value, run)
        local holds = true
        for i = 1, math.min(#checks, kinds.length(value)) do
            holds = run:at(i - 1, checks[i], value[i]) and holds
        end
        return holds
    end
end

local function contains(schema, whole, compile)
    local check, least, most = compile(schema), whole.minContains or 1, whole.maxContains or math.huge
    return "array", function(value, run)
        local count = 0
        for i = 1, kinds.length(value) do
            count = count + (run:quietly(check, value[i]) and 1 or 0)
        end
        return count >= least and count <= most or run:fail "does not contain the items that are asked for"
    end
end

local function unique(wanted)
    return "array", wanted and function(value, run)
        local seen = {}
        for i = 1, kinds.length(value) do
            local text = kinds.canonical(value[i])
            if seen[text] then
                return run:fail "has an item twice"
            end
            seen[text] = true
        end
        return true
    end
end

return {
    items = items,
    prefixItems = prefix_items,
    contains = contains,
    uniqueItems = unique,
    minItems = bound("has to have at least %d items", function(count, limit)
        return count >= limit
    end),
    maxItems = bound("has to have at most %d items", function(count, limit)
        return count <= limit
    end),
}
