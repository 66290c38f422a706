--- Puts the sample of a request together (`Sample` in contracts/src/samples.ts), from what its steps left in `ctx`.
--
-- What steps may leave for it: on a verdict `step`, `rule` and `about`; in `ctx` the same `rule` and `about` where the
-- verdict is one table for many requests; `ctx.decision` for what let a request pass that nothing else shows.
-- See docs/adrs/0016-decision-samples.md.

local settings = require "aegis.config.settings"
local steps = require "aegis.trace.steps"
local tracing = require "aegis.request.tracing"

local find, gmatch, match, sub = string.find, string.gmatch, string.match, string.sub
local floor = math.floor
local now_seconds = ngx.now
local tonumber = tonumber
local var = ngx.var

local _M = {}

local MAX_PATH = 1000
local MAX_QUERY_NAMES, MAX_NAME = 20, 100

--- Names only: values are the customers' and their users' own.
local function query_names(query)
    if not query then
        return nil
    end
    local names = {}
    for piece in gmatch(query, "[^&]+") do
        local equals = find(piece, "=", 1, true)
        names[#names + 1] = sub(piece, 1, math.min(equals and equals - 1 or #piece, MAX_NAME))
        if #names == MAX_QUERY_NAMES then
            break
        end
    end
    return #names > 0 and names or nil
end

--- nginx lists one value per try; the last one tells about the answer.
local function last_ms(list)
    local seconds = list and match(list, "([%d.]+)%s*$")
    return seconds and floor(tonumber(seconds) * 1000 + 0.5) or nil
end

local function upstream_times(ctx)
    if not ctx.endpoint or not var.upstream_addr then
        return nil
    end
    return {
        connect_ms = last_ms(var.upstream_connect_time),
        head_ms = last_ms(var.upstream_header_time),
        total_ms = last_ms(var.upstream_response_time),
    }
end

--- @param now monotonic milliseconds
-- @param reason why it is kept, a word of `sampleReasons`
function _M.of(ctx, now, reason)
    local duration = now - ctx.began
    local trace_id, parent = tracing.ids(ctx)
    local verdict, route, identity = ctx.verdict, ctx.route, ctx.identity
    return {
        request_id = tracing.id(ctx),
        at_ms = floor(now_seconds() * 1000) - duration,
        kept_because = reason,
        environment = ctx.environment,
        method = ctx.method,
        path = ctx.path and sub(ctx.path, 1, MAX_PATH) or "",
        status = ngx.status,
        code = verdict and verdict.code or nil,
        route_id = route and route.id or nil,
        route = route and route.name or nil,
        tenant = identity and identity.tenant ~= "" and identity.tenant or nil,
        duration_ms = duration,
        gateway = settings.gateway_name,
        trace_id = trace_id,
        parent_span_id = parent,
        host = ctx.host,
        protocol = var.server_protocol or "",
        client = ctx.client_ip(),
        query = query_names(ctx.query),
        bytes_in = tonumber(var.request_length),
        bytes_out = tonumber(var.bytes_sent),
        upstream = upstream_times(ctx),
        steps = steps.of(ctx),
    }
end

return _M
