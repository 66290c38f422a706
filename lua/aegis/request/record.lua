--- After the answer: what is counted of a request. Rows are found by walking tables of the route's plan, nothing is
-- put together as text; once a second they leave as a batch (`usage/`).

local batch = require "aegis.usage.batch"
local context_pool = require "aegis.request.context_pool"
local forward = require "aegis.request.forward"
local keep = require "aegis.trace.keep"
local limit = require "aegis.request.limit"
local metrics = require "aegis.request.metrics"
local run_plugins = require "aegis.request.run_plugins"
local request_context = require "aegis.lib.request_context"
local tracing = require "aegis.request.tracing"

local floor = math.floor
local monotonic_ms = require("aegis.lib.clock").monotonic_ms
local number = require("aegis.lib.nginx_variable").number
local var = ngx.var

local _M = {}

local UNKNOWN = { key_id = "", tenant = "", counted_as = ":" }

--- Rows of a plan (or of a site, where no route was found) live as long as the batch that they belong to. Every user,
-- and every new token of one, is another identity: rows are of key and tenant.
local function rows_of(place, identity)
    if place.usage_batch ~= batch.number then
        place.usage, place.usage_batch = {}, batch.number
    end
    local rows = place.usage[identity.counted_as]
    if not rows then
        rows = {}
        place.usage[identity.counted_as] = rows
    end
    return rows
end

--- Their names are put together once per site.
local function series_of(ctx, class)
    local site = ctx.site
    local known = site.series or {}
    site.series = known
    known[class] = known[class] or metrics.series(ctx.app.slug, ctx.environment, class)
    return known[class]
end

local function add_row(ctx, rows, identity, class)
    local row = batch.add {
        app_id = ctx.app.id,
        environment = ctx.environment,
        tenant = identity.tenant,
        key_id = identity.key_id,
        route_id = ctx.route and ctx.route.id or "",
        status_class = class,
        series = series_of(ctx, class),
    }
    rows[class] = row
    return row
end

--- Where there are too many rows, callers are no longer told apart.
local function new_row(ctx, place, rows, class)
    if not ctx.identity or not batch.full(ctx.app.id) then
        return add_row(ctx, rows, ctx.identity or UNKNOWN, class)
    end
    local unknown = rows_of(place, UNKNOWN)
    rows[class] = unknown[class] or add_row(ctx, unknown, UNKNOWN, class)
    return rows[class]
end

local function row_of(ctx, class)
    local place = ctx.plan or ctx.site
    local rows = rows_of(place, ctx.identity or UNKNOWN)
    return rows[class] or new_row(ctx, place, rows, class)
end

local function slow_bucket_of(ms)
    if ms <= 200 then
        return ms <= 100 and 7 or 8
    elseif ms <= 1000 then
        return ms <= 500 and 9 or 10
    elseif ms <= 5000 then
        return ms <= 2000 and 11 or 12
    end
    return ms <= 10000 and 13 or 14
end

--- Place in `LATENCY_BOUNDS_MS` of the contracts. No loop (see `lib/radix.lua`).
local function bucket_of(ms)
    if ms <= 2 then
        return ms <= 1 and 1 or 2
    elseif ms <= 10 then
        return ms <= 5 and 3 or 4
    elseif ms <= 50 then
        return ms <= 20 and 5 or 6
    end
    return slow_bucket_of(ms)
end

--- nginx tells 0 where it never sent an answer, and 499 where the client left.
local function class_of(status)
    local class = floor(status / 100)
    return class >= 1 and class <= 5 and class or 5
end

--- What the backend reported, by unit.
local function add_units(row, units)
    row.units = row.units or {}
    for unit, amount in pairs(units) do
        row.units[unit] = (row.units[unit] or 0) + amount
    end
end

local function count(ctx, now)
    local row = row_of(ctx, class_of(ngx.status))
    local milliseconds = now - ctx.began
    row.requests = row.requests + 1
    row.bytes_in = row.bytes_in + number "request_length"
    row.bytes_out = row.bytes_out + number "bytes_sent"
    row.latency_ms = row.latency_ms + milliseconds
    local histogram, bucket = row.histogram, bucket_of(milliseconds)
    histogram[bucket] = histogram[bucket] + 1
    if ctx.units then
        add_units(row, ctx.units)
    end
    -- What a plugin answers by itself (a preflight, a mock) is served, not refused.
    if ctx.verdict and (ctx.verdict.code or ctx.verdict.own) then
        row.refused = row.refused + 1
    end
end

--- The access log's fields, also of requests that never got as far as an upstream. nginx writes its line after this.
local function fill_log_line(ctx)
    var.aegis_request_id = tracing.id(ctx)
    if not ctx.site then
        return
    end
    local identity = ctx.identity or UNKNOWN
    var.aegis_app, var.aegis_environment = ctx.app.slug, ctx.environment
    var.aegis_route = ctx.route and ctx.route.id or ""
    var.aegis_tenant, var.aegis_key_id = identity.tenant, identity.key_id
end

--- Whether nginx.conf writes an access log; the same as long as this worker lives.
local writes_log

local function log_is_on()
    if writes_log == nil then
        writes_log = var.aegis_access_log == "json"
    end
    return writes_log
end

function _M.log()
    local ctx = request_context.current()
    if not ctx then
        return
    end
    request_context.clear()
    local now = monotonic_ms()
    if now >= batch.hour_end then
        batch.turn_hour()
    end
    if ctx.verdict then
        metrics.count_answer(ctx.verdict)
    end
    local plan = ctx.plan
    if plan and plan.cost_variable then
        limit.charge(ctx)
    end
    if plan and plan.loggers then
        run_plugins.log(plan.loggers, ctx)
    end
    if ctx.site then
        count(ctx, now)
        local countdown = ctx.site.countdown
        local left = countdown.left - 1
        countdown.left = left
        if left <= 0 or ctx.verdict or ctx.watched then
            keep.request(ctx, now)
        end
    end
    if log_is_on() then
        fill_log_line(ctx)
    end
    forward.done(ctx)
    context_pool.give_back(ctx)
end

return _M
