--- What the requests of one route go through, put together once: plugins by place, the upstream's pool.

local _M = {}

--- The nearest setting of a plugin wins: route, then app, then platform. Order by manifest, then by name.
local function plugins_of(site, route)
    local chosen, list = {}, {}
    for _, level in ipairs { route.plugins, site.app.plugins, site.platform.plugins } do
        for name, instance in pairs(level) do
            if not chosen[name] then
                chosen[name] = true
                list[#list + 1] = instance
            end
        end
    end
    table.sort(list, function(a, b)
        if a.order ~= b.order then
            return a.order < b.order
        end
        return a.name < b.name
    end)
    return list
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

local function answers_preflight(list)
    for i = 1, #list do
        if list[i].object.answers_preflight then
            return true
        end
    end
    return false
end

--- @param upstream name of one that takes the place of the route's own, or nil
function _M.compose(site, route, upstream)
    local list = plugins_of(site, route)
    return {
        route = route,
        pool = site.pools[upstream or route.upstream],
        early = having(list, "access", "early"),
        main = having(list, "access", "main"),
        header_filters = having(list, "header_filter"),
        answers_preflight = answers_preflight(list),
    }
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
