--- The routes of an app as a tree.

local readout = require "aegis.quotas.readout"
local radix = require "aegis.lib.radix"
local route_record = require "aegis.config.builders.route_record"
local slice = require "aegis.lib.slice"

local _M = {}

local function condition_count(route)
    return route.conditions and route.conditions.count or 0
end

--- Among routes of the same pattern and priority: more conditions first, named methods before any, then by id, so
-- that every gateway prefers the same one.
local function preferred(a, b)
    local a_count, b_count = condition_count(a.route), condition_count(b.route)
    if a_count ~= b_count then
        return a_count > b_count
    end
    local a_named, b_named = a.route.methods ~= nil, b.route.methods ~= nil
    if a_named ~= b_named then
        return a_named
    end
    return a.route.id < b.route.id
end

local function compile_all(records, breathe)
    local compiled = {}
    for i = 1, #records do
        local ok, route, steps = pcall(route_record.compile, records[i])
        if not ok then
            error("route " .. tostring(records[i].id) .. ": " .. tostring(route), 0)
        end
        compiled[i] = { route = route, steps = steps }
        breathe()
    end
    return compiled
end

local function insert_readout(tree)
    local route, steps = route_record.compile(readout.route)
    route.answers = readout.instance
    radix.insert(tree, steps, route)
    return tree, steps[1]
end

--- The readout alone, for all apps: what it answers depends on the request.
local readout_tree, readout_segment

local function add_readout(tree)
    if not readout_tree then
        readout_tree, readout_segment = insert_readout(radix.new())
    end
    if not radix.share(tree, readout_tree, readout_segment) then
        insert_readout(tree)
    end
end

function _M.build(document)
    local breathe = slice.new()
    local compiled = compile_all(document.routes, breathe)
    table.sort(compiled, preferred)
    local tree = radix.new()
    for i = 1, #compiled do
        radix.insert(tree, compiled[i].steps, compiled[i].route)
        breathe()
    end
    add_readout(tree)
    return { tree = tree }
end

return _M
