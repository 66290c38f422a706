--- What the requests of one route go through, put together once: plugins by place, the upstream's pool.

local installed = require "aegis.operator_plugins.instance"

local _M = {}

--- The nearest setting of a plugin wins: route, then app, then platform.
local function nearest(site, route)
    local chosen = {}
    for _, level in ipairs { site.platform.plugins, site.app.plugins, route.plugins } do
        for name, instance in pairs(level) do
            chosen[name] = instance
        end
    end
    return chosen
end

--- Order by manifest, then by name. May yield where a plugin is an operator's.
-- @return list, and whether something in it only stands in for a while
local function plugins_of(site, route)
    local list, passing = {}, false
    for _, instance in pairs(nearest(site, route)) do
        local stands_in
        if instance.installed then
            instance, stands_in = installed.of(instance)
            passing = passing or stands_in
        end
        list[#list + 1] = instance
    end
    table.sort(list, function(a, b)
        if a.order ~= b.order then
            return a.order < b.order
        end
        return a.name < b.name
    end)
    return list, passing
end

--- @return the plugins of a place that have a method, or nil: the request path asks for nothing else
local function having(list, method, place)
    local found = {}
    for i = 1, #list do
        if list[i].object[method] and (not place or list[i].place == place) then
            found[#found + 1] = list[i]
        end
    end
    return #found > 0 and found or nil
end

--- Plugins that answer preflights have nothing to do with other requests.
local function without_preflight(list)
    local others = {}
    for i = 1, #(list or {}) do
        others[#others + 1] = not list[i].object.answers_preflight and list[i] or nil
    end
    return #others > 0 and others or nil
end

--- The plugin that can do without a filter, where no other one needs it.
local function adder_of(filters)
    local only = filters and #filters == 1 and filters[1].object
    return only and only.add_to_answer and only or nil
end

--- Takes the header that tells the cost off the client's answer. It stands in the line of plugins, so that an answer
-- of a route without it passes no filter.
local function cost_remover(name)
    return {
        name = "cost",
        object = {
            header_filter = function()
                ngx.header[name] = nil
            end,
        },
    }
end

--- @param upstream name of one that takes the place of the route's own, or nil
-- @return plan, and whether it is to be put together anew soon
function _M.compose(site, route, upstream)
    local list, passing = plugins_of(site, route)
    local told = route.cost.header
    if told and told.remove then
        list[#list + 1] = cost_remover(told.name)
    end
    local header_filters = having(list, "header_filter")
    local early = having(list, "access", "early")
    local others = without_preflight(early)
    local plan = {
        route = route,
        pool = site.pools[upstream or route.upstream],
        early = others,
        -- A route that the gateway answers itself goes no further.
        main = route.answers and { route.answers } or having(list, "access", "main"),
        header_filters = header_filters,
        header_adder = adder_of(header_filters),
        header_readers = having(list, "answer_header"),
        body_readers = having(list, "answer_body"),
        rescuers = having(list, "rescue"),
        loggers = having(list, "log"),
        span_senders = having(list, "span"),
        cost = route.cost.amount,
        -- The nginx variable in which the upstream tells the cost.
        cost_variable = told and "upstream_http_" .. told.name:gsub("-", "_") or nil,
    }
    -- Whether the answer of the backend passes by some plugin.
    plan.filtered = header_filters ~= nil or plan.header_readers ~= nil
    -- What a preflight goes through; nil where no plugin answers one.
    plan.preflight = #(early or {}) > #(others or {}) and setmetatable({ early = early }, { __index = plan }) or nil
    return plan, passing
end

jit.off(_M.compose, true)

--- The plan of the same route to another upstream of the app; put together once.
function _M.to_upstream(site, plan, name)
    local others = plan.others or {}
    plan.others = others
    local other = others[name]
    if not other then
        other = _M.compose(site, plan.route, name)
        other.others = others
        others[name] = other
    end
    return other
end

return _M
