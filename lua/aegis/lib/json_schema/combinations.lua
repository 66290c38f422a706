--- Keywords that put schemas together.

local kinds = require "aegis.lib.json_schema.kinds"

local function compiled(schemas, compile)
    local checks = {}
    for i = 1, kinds.length(schemas) do
        checks[i] = compile(schemas[i])
    end
    return checks
end

local function all_of(schemas, _, compile)
    local checks = compiled(schemas, compile)
    return "any", function(value, run)
        local holds = true
        for i = 1, #checks do
            holds = checks[i](value, run) and holds
        end
        return holds
    end
end

local function any_of(schemas, _, compile)
    local checks = compiled(schemas, compile)
    return "any", function(value, run)
        for i = 1, #checks do
            if run:quietly(checks[i], value) then
                return true
            end
        end
        return run:fail "fits none of the forms that are allowed"
    end
end

local function one_of(schemas, _, compile)
    local checks = compiled(schemas, compile)
    return "any", function(value, run)
        local count = 0
        for i = 1, #checks do
            count = count + (run:quietly(checks[i], value) and 1 or 0)
        end
        return count == 1 or run:fail "does not fit exactly one of the forms that are allowed"
    end
end

local function none_of(schema, _, compile)
    local check = compile(schema)
    return "any", function(value, run)
        return not run:quietly(check, value) or run:fail "has a form that is not allowed"
    end
end

local function if_then(schema, whole, compile)
    local condition = compile(schema)
    local yes = whole["then"] ~= nil and compile(whole["then"])
    local no = whole["else"] ~= nil and compile(whole["else"])
    return "any", function(value, run)
        local branch = no
        if run:quietly(condition, value) then
            branch = yes
        end
        return not branch or branch(value, run)
    end
end

return { allOf = all_of, anyOf = any_of, oneOf = one_of, ["not"] = none_of, ["if"] = if_then }
