--- One route of an app, compiled.

local path = require "aegis.lib.path"
local permission = require "aegis.lib.permission"
local radix = require "aegis.lib.radix"
local registry = require "aegis.plugins.registry"
local set = require "aegis.lib.set"

local _M = {}

-- Of routes that have none; nothing is ever added to it.
local NONE = {}
local LITERAL = { merge_slashes = false, allow_encoded_slash = true }
local modes = { off = true, grants = true, callout = true, grants_then_callout = true }
-- When the app's backend is asked whether a caller may.
local asks = { callout = "always", grants_then_callout = "if_open" }
local ONE = { amount = 1 }
local auth_kinds = { none = true, api_key = true, jwt = true, any = true, both = true }

--- Literals are brought into the form that request paths have when they are matched.
local function normal_steps(pattern)
    local steps, problem = radix.steps(pattern)
    if not steps then
        error("path " .. pattern .. ": " .. problem, 0)
    end
    for i = 1, #steps do
        if type(steps[i]) == "string" then
            local normal, reason = path.normalise("/" .. steps[i], LITERAL)
            if not normal then
                error("path " .. pattern .. ": " .. reason, 0)
            end
            steps[i] = normal:sub(2)
        end
    end
    return steps
end

local function params_of(steps)
    local params = {}
    for i = 1, #steps do
        if type(steps[i]) == "table" and steps[i].param then
            params[steps[i].param] = i
        end
    end
    return next(params) and params or NONE
end

--- GET alone is what most routes take.
local GET = { GET = true, HEAD = true }

--- GET answers HEAD too (RFC 9110 9.3.2).
local function methods_of(record)
    if record.methods and #record.methods == 1 and record.methods[1] == "GET" then
        return GET
    end
    local methods = set.unless_empty(record.methods)
    if methods then
        methods.HEAD = methods.HEAD or methods.GET
    end
    return methods
end

--- Conditions as the nginx variables that hold what they ask for.
local function variables_of(map, prefix)
    local list = {}
    for name, value in pairs(map or {}) do
        list[#list + 1] = { variable = prefix .. name:gsub("-", prefix == "http_" and "_" or "-"), value = value }
    end
    return list
end

local function conditions_of(record)
    local wanted = record.conditions or {}
    local hosts = set.unless_empty(wanted.hosts)
    local headers, query = variables_of(wanted.headers, "http_"), variables_of(wanted.query, "arg_")
    local count = (hosts and 1 or 0) + #headers + #query
    return count > 0 and { hosts = hosts, headers = headers, query = query, count = count } or nil
end

--- @return `{ amount, header? }`: what a request counts, and the answer's header that tells more
local function cost_of(record)
    if not record.cost_header and (record.cost or 1) == 1 then
        return ONE
    end
    return { amount = record.cost or 1, header = record.cost_header }
end

--- Where permissions are not asked for, the route demands none.
local function demand_of(record)
    if not record.permission or record.authorize == "off" then
        return nil
    end
    return permission.demand(record.permission) or error("permission " .. record.permission .. " is no permission", 0)
end

local function prefix_of(record)
    local prefix = record.strip_prefix
    if not prefix or prefix == "" or prefix == "/" then
        return nil
    end
    local normal, reason = path.normalise(prefix:gsub("/$", ""), LITERAL)
    return normal or error("strip_prefix: " .. reason, 0)
end

--- There are very many of them: with one field more than these 16 each would take twice the memory.
-- @return route and the steps of its pattern; throws what is wrong
function _M.compile(record)
    if not auth_kinds[record.auth] then
        error("unknown auth " .. tostring(record.auth), 0)
    end
    local mode = record.authorize or "grants_then_callout"
    if not modes[mode] then
        error("unknown authorize " .. tostring(mode), 0)
    end
    local steps = normal_steps(record.path)
    return {
        id = record.id,
        name = record.name,
        pattern = record.path,
        permission = record.permission,
        methods = methods_of(record),
        conditions = conditions_of(record),
        params = params_of(steps),
        priority = record.priority,
        auth = record.auth,
        demand = demand_of(record),
        asks_backend = asks[mode],
        upstream = record.upstream,
        strip_prefix = prefix_of(record),
        limits = #record.limits > 0 and record.limits or NONE,
        cost = cost_of(record),
        plugins = registry.instances(record.plugins),
    }, steps
end

return _M
