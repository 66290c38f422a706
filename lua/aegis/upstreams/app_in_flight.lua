--- How many requests of one app the gateway works on at once, so that none starves the others.

local in_flight = require "aegis.upstreams.in_flight"

local _M = {}

local TOO_MANY = {
    code = "too_many_in_flight",
    detail = "The app has as many requests under way as it may.",
    retry_after = 1,
}

local states = setmetatable({}, { __mode = "v" })

--- @return the bound of an app's requests under way, or nil: its own, or the platform's where that is smaller
function _M.bound(app, platform)
    local own, all = app.max_in_flight, platform.app_max_in_flight
    if not own or not all then
        return own or all
    end
    return math.min(own, all)
end

--- What is counted of an app, beyond one state of the configuration.
function _M.state(app)
    local state = states[app.id]
    if not state then
        state = { key = "app " .. app.id, in_flight = 0 }
        states[app.id] = state
    end
    return state
end

--- @return nil, or the verdict
function _M.enter(ctx)
    local site = ctx.site
    if not in_flight.enter(site.in_flight, site.max_in_flight) then
        return TOO_MANY
    end
    ctx.app_held = site.in_flight
    return nil
end

function _M.leave(ctx)
    in_flight.leave(ctx.app_held)
    ctx.app_held = false
end

return _M
