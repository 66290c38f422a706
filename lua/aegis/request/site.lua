--- A site is everything that a host's requests need, put together once per change of the configuration.

local app_in_flight = require "aegis.upstreams.app_in_flight"
local cache = require "aegis.config.cache"
local countdown = require "aegis.trace.countdown"
local plan = require "aegis.request.plan"
local pool = require "aegis.request.pool"

local _M = {}

local function documents_of(app_id)
    local app, routes, roles, upstreams, platform, why
    app, why = cache.app(app_id)
    if app then
        routes, why = cache.get("routes", app_id)
    end
    if routes and app.has_roles then
        roles, why = cache.get("roles", app_id)
    end
    if routes and (roles or not app.has_roles) then
        upstreams, why = cache.get("upstreams", app_id)
    end
    if upstreams then
        platform, why = cache.get("platform", "settings")
    end
    if not platform then
        return nil, why
    end
    return { app = app, routes = routes, roles = roles, upstreams = upstreams, platform = platform }
end

local function same(site, found, environment)
    return site.app == found.app
        and site.routes == found.routes
        and site.roles == found.roles
        and site.upstreams == found.upstreams
        and site.platform == found.platform
        and site.environment == environment
end

local function pools_of(upstreams, platform)
    local pools = {}
    for name, upstream in pairs(upstreams or {}) do
        pools[name] = pool.new(upstream, platform.upstream_allow)
    end
    return pools
end

--- @param place `{ app_id, environment }`
-- @param known the site as it was before, or nil: kept when nothing that it is made of changed
-- @return site, or nil and "absent" or "unavailable"
function _M.compose(place, known, version)
    local found, why = documents_of(place.app_id)
    if not found then
        return nil, why
    end
    local plugins_version = cache.plugins_version()
    if known and same(known, found, place.environment) then
        if known.plugins_version ~= plugins_version then
            known.plugins_version, known.plans = plugins_version, {}
        end
        known.version = version
        return known
    end
    found.version, found.plugins_version = version, plugins_version
    found.environment = place.environment
    found.pools = pools_of(found.upstreams.environments[place.environment], found.platform)
    -- Of the authorize callout, where there is one.
    found.authorize_id = found.app.callouts[place.environment] and place.app_id .. "." .. place.environment
    found.max_in_flight = app_in_flight.bound(found.app, found.platform)
    found.in_flight = found.max_in_flight and app_in_flight.state(found.app)
    found.plans = {}
    found.countdown = countdown.of(place)
    return found
end

jit.off(_M.compose, true)

local STAND_IN_SECONDS = 1

local function forget_plan(_, plans, route)
    plans[route] = nil
end

local function compose_plan(site, route)
    local plans = site.plans
    local composed, passing = plan.compose(site, route)
    plans[route] = composed
    if passing then
        ngx.timer.at(STAND_IN_SECONDS, forget_plan, plans, route)
    end
    return composed
end

jit.off(compose_plan, true)

--- What a route's requests go through, put together when the first one comes.
function _M.plan(site, route)
    return site.plans[route] or compose_plan(site, route)
end

return _M
