--- A request → what the customer's backend is asked about it. Made of texts of its own, since it outlives the request.

local json = require "aegis.lib.json"
local match = require "aegis.request.match"
local tracing = require "aegis.request.tracing"

local monotonic_ms = require("aegis.lib.clock").monotonic_ms

local format, gmatch, gsub = string.format, string.gmatch, string.gsub
local byte, concat = string.byte, table.concat

local _M = {}

local function escape(char)
    return format("%%%02X", byte(char))
end

--- A parameter becomes one segment, whatever is in it: what could look like more stays, or is made, an escape.
local function resource_of(demand, params)
    local segments = {}
    for i = 1, #demand.segments do
        local segment = demand.segments[i]
        segments[i] = type(segment) == "string" and segment or gsub(params[segment.param] or "", "[^%w_%%-]", escape)
    end
    return concat(segments, ".")
end

local function roles_of(text)
    local roles = {}
    for role in gmatch(text, "[^,]+") do
        roles[#roles + 1] = role
    end
    return json.array(roles)
end

local function known(text)
    return text ~= "" and text or nil
end

local function body_of(ctx, params, request_id)
    local identity, demand = ctx.identity, ctx.route.demand
    return json.encode {
        tenant_id = known(identity.tenant),
        user_id = known(identity.user),
        resource = resource_of(demand, params),
        action = demand.action,
        app = ctx.app.slug,
        environment = ctx.environment,
        method = ctx.method,
        path = ctx.path,
        -- As they stand in the path.
        params = next(params) and params or nil,
        roles = roles_of(identity.roles),
        request_id = request_id,
    }
end

--- @param settings the app environment's, as built
-- @param names `{ decision, list }` of the records that would answer it
function _M.of(ctx, settings, names)
    local params, request_id = match.params(ctx), tracing.id(ctx)
    return {
        settings = settings,
        timeout = settings.timeout,
        deadline = monotonic_ms() + settings.timeout * 1000,
        allowed_addresses = ctx.site.platform.upstream_allow,
        app_id = ctx.app.id,
        names = names,
        demand = ctx.route.demand,
        params = params,
        request_id = request_id,
        body = body_of(ctx, params, request_id),
    }
end

return _M
