--- Method and path → route.

local radix = require "aegis.lib.radix"
local site = require "aegis.request.site"

local var = ngx.var
local find_entry = radix.find

local _M = {}

local NO_ROUTE = { code = "no_route" }

--- Headers and query values are compared as sent; an empty text asks for presence only.
local function fits(list)
    for i = 1, #list do
        local condition = list[i]
        local value = var[condition.variable]
        if not value or (condition.value ~= "" and value ~= condition.value) then
            return false
        end
    end
    return true
end

local function conditions_hold(conditions, ctx)
    return (not conditions.hosts or conditions.hosts[ctx.host])
        and fits(conditions.headers)
        and fits(conditions.query)
end

local function accepts(route, ctx)
    local methods = route.methods
    if methods and not methods[ctx.method] then
        return false
    end
    return not route.conditions or conditions_hold(route.conditions, ctx)
end

--- Never accepts, so that the search visits every route of the path.
local function note_methods(route, ctx)
    if route.methods and (not route.conditions or conditions_hold(route.conditions, ctx)) then
        for method in pairs(route.methods) do
            ctx.allowed[method] = true
        end
    end
    return false
end

local function refusal(ctx)
    ctx.allowed = {}
    find_entry(ctx.site.routes.tree, ctx.path, note_methods, ctx)
    local allowed = {}
    for method in pairs(ctx.allowed) do
        allowed[#allowed + 1] = method
    end
    if #allowed == 0 then
        return NO_ROUTE
    end
    table.sort(allowed)
    return { code = "method_not_allowed", headers = { Allow = table.concat(allowed, ", ") } }
end

--- A CORS preflight is about the method that it asks for: where a plugin of that method's route answers
-- preflights, that route is taken. Else OPTIONS is a method like any other.
local function match_preflight(ctx)
    local asked = ctx.method == "OPTIONS" and var.http_origin and var.http_access_control_request_method
    if not asked then
        return false
    end
    ctx.method = asked
    local route = find_entry(ctx.site.routes.tree, ctx.path, accepts, ctx)
    ctx.method = "OPTIONS"
    local plan = route and site.plan(ctx.site, route).preflight
    if not plan then
        return false
    end
    ctx.preflight, ctx.route, ctx.plan = asked, route, plan
    return true
end

function _M.route(ctx)
    if match_preflight(ctx) then
        return nil
    end
    local route = find_entry(ctx.site.routes.tree, ctx.path, accepts, ctx)
    if not route then
        return refusal(ctx)
    end
    ctx.route = route
    ctx.plan = site.plan(ctx.site, route)
    return nil
end

--- One of the path's parameters, or nil.
function _M.param(ctx, name)
    local index = ctx.route.params[name]
    return index and radix.segment(ctx.path, index)
end

--- The path's parameters by name; made when something asks for them.
function _M.params(ctx)
    local params = ctx.params
    if not params then
        params = {}
        for name, index in pairs(ctx.route.params) do
            params[name] = radix.segment(ctx.path, index)
        end
        ctx.params = params
    end
    return params
end

return _M
