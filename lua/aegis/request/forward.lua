--- Hands the request to a target of the route's upstream: what nginx sends where, and what it may try again.

local app_in_flight = require "aegis.upstreams.app_in_flight"
local balancer = require "ngx.balancer"
local grpc_path = require "aegis.upstreams.grpc_path"
local next_try = require "aegis.upstreams.next_try"
local path = require "aegis.lib.path"
local request_context = require "aegis.lib.request_context"
local tls_pools = require "aegis.request.tls_pools"
local under_way = require "aegis.upstreams.under_way"
local upstream_headers = require "aegis.request.upstream_headers"

local var = ngx.var
local set_current_peer, set_timeouts = balancer.set_current_peer, balancer.set_timeouts
local sub = string.sub
local tonumber = tonumber

local _M = {}

-- What nginx.conf sets; only other values need a call.
local CONNECT, SEND, READ = 5, 60, 60
-- For nginx: "no live upstreams", the request ends with what the last try brought.
local NGX_BUSY = -3

local bodyless = { GET = true, HEAD = true }

--- `ctx.rewritten` is a plugin's path, in normal form like the request's own.
local function forwarded_path(ctx, target)
    local prefix = ctx.route.strip_prefix
    local wanted = ctx.rewritten or prefix and path.strip(ctx.path, prefix) or ctx.path
    return target.path == "" and wanted or target.path .. wanted
end

local function set_tls(ctx, target)
    local count, idle = var.aegis_tls_pools:match "^(%d+) (%d+)$"
    ctx.tls_idle = tonumber(idle) / 1000
    ctx.tls_pool, var.aegis_pool = tls_pools.acquire(target.tls_owner, tonumber(count))
    var.aegis_server_name = target.server_name
    local client = target.client
    if client then
        var.aegis_client_certificate, var.aegis_client_key = client.chain, client.private_key
    end
end

--- Plugins that want to see the answer's headers. One that only adds some, always the same ones for a caller, says
-- them now: nginx writes them cheaper than Lua does. HTTP/2 frames every header by itself.
local function filter_of(ctx)
    if ctx.plan.body_readers then
        return "_captured"
    end
    local adder = ctx.plan.header_adder
    if adder and not ctx.endpoint.target.grpc and sub(var.server_protocol, 1, 6) == "HTTP/1" then
        adder:add_to_answer(var.http_origin)
        return "_marked"
    end
    return "_filtered"
end

--- The location that forwards: the entry itself for the common case, else a named one.
local function location_of(ctx, target)
    local location = target.location
    if target.repeat_location and next_try.repeats(ctx, target) then
        location = target.repeat_location
    elseif location == "@http_buffered" and bodyless[ctx.method] then
        location = nil
    end
    if ctx.plan.filtered then
        return (location or "@http") .. filter_of(ctx)
    end
    return location or not ctx.verbatim and "@http" or nil
end

--- Chooses the target and sets what nginx needs.
-- @return nil, and `ctx.location` where another location has to go on; or a verdict
function _M.prepare(ctx)
    local upstream_pool = ctx.plan.pool
    if not upstream_pool then
        return { code = "upstream_unavailable", detail = "The route names an upstream that this environment lacks." }
    end
    if ctx.site.max_in_flight then
        local refusal = app_in_flight.enter(ctx)
        if refusal then
            return refusal
        end
    end
    local endpoint, address = upstream_pool:pick(ctx)
    if not endpoint then
        return address
    end
    local target = endpoint.target
    ctx.endpoint, ctx.address = endpoint, address
    if ctx.route.strip_prefix or target.path ~= "" then
        ctx.verbatim = false
    end
    local location = location_of(ctx, target)
    if target.grpc then
        local refusal = grpc_path.set(ctx, forwarded_path(ctx, target))
        if refusal then
            return refusal
        end
        ctx.location = location
    elseif location then
        local query = ctx.query
        local wanted = forwarded_path(ctx, target)
        var.aegis_target = query and wanted .. "?" .. query or wanted
        ctx.location = location
    end
    if target.server_name then
        set_tls(ctx, target)
    end
    return nil
end

local function connect(upstream, address, port)
    local ok, problem = set_current_peer(address, port)
    if not ok then
        error("the target " .. address .. " cannot be used: " .. tostring(problem))
    end
    if upstream.connect ~= CONNECT or upstream.send ~= SEND or upstream.read ~= READ then
        set_timeouts(upstream.connect, upstream.send, upstream.read)
    end
end

local function first_try(ctx)
    local upstream_pool, endpoint = ctx.plan.pool, ctx.endpoint
    ctx.tries = 0
    connect(upstream_pool.upstream, ctx.address, endpoint.target.port)
    next_try.allow(ctx)
end

local function try_again(ctx)
    ctx.tries = ctx.tries + 1
    local endpoint, address = next_try.place(ctx)
    if not endpoint then
        if ctx.held then
            under_way.give_up(ctx)
        end
        return ngx.exit(NGX_BUSY)
    end
    local changed = endpoint.target.host_text ~= ctx.endpoint.target.host_text
    ctx.endpoint, ctx.address = endpoint, address
    if changed and not ctx.plan.pool.upstream.sends_client_host and not endpoint.target.grpc then
        upstream_headers.set_host(ctx, endpoint.target.host_text)
        balancer.recreate_request()
    end
    return connect(ctx.plan.pool.upstream, address, endpoint.target.port)
end

function _M.balancer()
    local ctx = request_context.current()
    if ctx.tries then
        return try_again(ctx)
    end
    return first_try(ctx)
end

--- After the request: app and target have one less under way, the TLS pool may change hands again.
function _M.done(ctx)
    if ctx.app_held then
        app_in_flight.leave(ctx)
    end
    if ctx.held then
        under_way.finish(ctx)
    end
    if ctx.tls_pool then
        tls_pools.release(ctx.tls_pool, ctx.tls_idle)
    end
end

return _M
