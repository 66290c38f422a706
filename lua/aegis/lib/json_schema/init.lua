--- JSON Schema (a subset of 2020-12, listed in the manifest of `request_validation`), compiled into functions. Values
-- are those of `lib/json_body.lua`: null is `json.null`, a list that is empty holds one mark.
--
-- A check is `function(value, run)` → whether it holds. `run` carries the place in the value, what was found wrong, and
-- how much may still be done: a schema and a value can be made so that checking them takes for ever.

local first = require("aegis.lib.few").first
local json = require "aegis.lib.json"
local kinds = require "aegis.lib.json_schema.kinds"
local run_of = require "aegis.lib.json_schema.run"
local set = require "aegis.lib.set"

local _M = {}

local MAX_CHECKS_DEPTH = 200

local makers = {}
for _, module in ipairs { "any", "numbers", "texts", "lists", "objects", "combinations" } do
    for keyword, maker in pairs(require("aegis.lib.json_schema." .. module)) do
        makers[keyword] = maker
    end
end

--- Say something about the value, and ask nothing of it. `then` and `else` belong to `if`.
local silent = set.of {
    "$schema", "$comment", "$defs", "title", "description", "default", "examples", "deprecated", "readOnly",
    "writeOnly", "then", "else", "minContains", "maxContains",
}

local function always()
    return true
end

local function never(_, run)
    return run:fail "is not allowed"
end

--- Keywords in one order, so that a value's problems come in the same order everywhere.
local function keywords_of(schema)
    local names = {}
    for name in pairs(schema) do
        if not makers[name] and not silent[name] and name ~= "$ref" then
            error("the keyword " .. tostring(name) .. " is not supported", 0)
        end
        names[#names + 1] = makers[name] and name
    end
    table.sort(names)
    return names
end

--- Checks of one kind of values only, and those of every kind.
local function checks_of(schema, compile)
    local by_kind = { object = {}, array = {}, string = {}, number = {}, boolean = {}, null = {} }
    for _, name in ipairs(keywords_of(schema)) do
        local kind, check = makers[name](schema[name], schema, compile)
        for one, list in pairs(by_kind) do
            if check and (kind == "any" or kind == one) then
                list[#list + 1] = check
            end
        end
    end
    return by_kind
end

local function fails(check, value, run)
    return not check(value, run)
end

--- Where nobody asks for problems, the first one is enough.
local function run_all(list, value, run)
    if run.silent > 0 then
        return not first(list, fails, value, run)
    end
    local holds = true
    for i = 1, #list do
        holds = list[i](value, run) and holds
    end
    return holds
end

--- A place that is referred to is compiled once, so that a schema may contain itself.
local function reference(name, root, known)
    local target = name == "#" and root or (root["$defs"] or {})[tostring(name):match "^#/%$defs/([%w_.-]+)$" or ""]
    if target == nil then
        error("there is nothing at " .. tostring(name), 0)
    end
    return function(value, run)
        return known[target](value, run)
    end, target
end

local function compiler(root)
    local known, compile = {}, nil

    local function compile_object(schema)
        local by_kind = checks_of(schema, compile)
        local refers, target
        if schema["$ref"] then
            refers, target = reference(schema["$ref"], root, known)
        end
        known[schema] = function(value, run)
            if not run:enter(MAX_CHECKS_DEPTH) then
                return false
            end
            local holds = run_all(by_kind[kinds.of(value)], value, run)
            if refers and (holds or run.silent == 0) then
                holds = refers(value, run) and holds
            end
            run:leave()
            return holds
        end
        if refers and not known[target] then
            compile(target)
        end
        return known[schema]
    end

    function compile(schema)
        if schema == true then
            known[true] = always
            return always
        elseif schema == false then
            known[false] = never
            return never
        elseif type(schema) ~= "table" or schema[1] ~= nil or schema == json.null then
            error("a schema is an object, true or false", 0)
        end
        if known[schema] then
            return known[schema]
        end
        -- Inside of itself it is reached through this name, which is bound by then.
        known[schema] = function(value, run)
            return known[schema](value, run)
        end
        return compile_object(schema)
    end

    return compile
end

--- Values that fit are the rule: what is wrong with one is only looked for when it is known that something is.
local function holds(check, value)
    local run = run_of.quiet()
    return check(value, run) and not run.exhausted
end

--- @param schema decoded
-- @return function(value) → nil, or the list of what is wrong: `{ pointer, message }`; throws what the schema lacks
function _M.compile(schema)
    local check = compiler(schema)(schema)
    return function(value)
        if holds(check, value) then
            return nil
        end
        local run = run_of.new()
        check(value, run)
        return run:problems()
    end
end

local function is_plain(schema)
    if type(schema) ~= "table" or schema.type ~= nil and schema.type ~= "object" then
        return false
    end
    for keyword in pairs(schema) do
        if not silent[keyword] and keyword ~= "type" and keyword ~= "properties" and keyword ~= "required" then
            return false
        end
    end
    return true
end

--- Takes a schema apart that asks nothing of an object but of each member by itself.
-- @param schema decoded, one that `compile` takes
-- @return list of `{ name, schema, required, holds = function(value) → boolean }`; nil for any other schema
function _M.members(schema)
    if not is_plain(schema) then
        return nil
    end
    local compile, by_name, list = compiler(schema), {}, {}
    local function member(name)
        if not by_name[name] then
            by_name[name] = { name = name, schema = true, required = false, holds = always }
            list[#list + 1] = by_name[name]
        end
        return by_name[name]
    end
    for name, one in pairs(schema.properties or {}) do
        local check, own = compile(one), member(name)
        own.schema = one
        own.holds = function(value)
            return holds(check, value)
        end
    end
    for i = 1, kinds.length(schema.required or {}) do
        member(schema.required[i]).required = true
    end
    return list
end

return _M
