--- After the answer: what is counted of a request. Rows are found by walking tables of the route's plan, nothing is
-- put together as text; once a second they leave as a batch (`usage/`).

local batch = require 'aegis.usage.batch'
local forward = require 'aegis.request.forward'
local metrics = require 'aegis.request.metrics'
local request_context = require 'aegis.lib.request_context'

local floor = math.floor
local now, start_time = ngx.now, ngx.req.start_time
local tonumber = tonumber
local var = ngx.var

local _M = {}

local UNKNOWN = { key_id = '', tenant = '' }
local bounds = { 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000 }
local LAST_BUCKET = #bounds + 1

--- Rows of a plan (or of a site, where no route was found) live as long as the batch that they belong to.
local function rows_of(place, identity)
  if place.usage_batch ~= batch.number then
    place.usage, place.usage_batch = {}, batch.number
  end
  local rows = place.usage[identity]
  if not rows then
    rows = {}
    place.usage[identity] = rows
  end
  return rows
end

local function row_of(ctx, class)
  local identity = ctx.identity or UNKNOWN
  if batch.full() then
    identity = UNKNOWN
  end
  local rows = rows_of(ctx.plan or ctx.site, identity)
  local row = rows[class]
  if not row then
    row = batch.add {
      app_id = ctx.app.id,
      environment = ctx.environment,
      tenant = identity.tenant,
      key_id = identity.key_id,
      route_id = ctx.route and ctx.route.id or '',
      status_class = class,
    }
    row.slug = ctx.app.slug
    rows[class] = row
  end
  return row
end

local function bucket_of(milliseconds)
  for i = 1, LAST_BUCKET - 1 do
    if milliseconds <= bounds[i] then
      return i
    end
  end
  return LAST_BUCKET
end

--- nginx tells 0 where it never sent an answer, and 499 where the client left.
local function class_of(status)
  local class = floor(status / 100)
  return class >= 1 and class <= 5 and class or 5
end

local function count(ctx, moment)
  local row = row_of(ctx, class_of(ngx.status))
  local milliseconds = floor((moment - start_time()) * 1000 + 0.5)
  row.requests = row.requests + 1
  row.bytes_in = row.bytes_in + tonumber(var.request_length)
  row.bytes_out = row.bytes_out + tonumber(var.bytes_sent)
  row.latency_ms = row.latency_ms + milliseconds
  local histogram, bucket = row.histogram, bucket_of(milliseconds)
  histogram[bucket] = histogram[bucket] + 1
  if ctx.verdict then
    row.refused = row.refused + 1
  end
end

--- The access log's fields, also of requests that never got as far as an upstream. nginx writes its line after this.
local function fill_log_line(ctx)
  local identity = ctx.identity or UNKNOWN
  var.aegis_app, var.aegis_environment = ctx.app.slug, ctx.environment
  var.aegis_route = ctx.route and ctx.route.id or ''
  var.aegis_tenant, var.aegis_key_id = identity.tenant, identity.key_id
end

--- Whether nginx.conf writes an access log; the same as long as this worker lives.
local writes_log

local function log_is_on()
  if writes_log == nil then
    writes_log = var.aegis_access_log == 'json'
  end
  return writes_log
end

function _M.log()
  local ctx = request_context.current()
  if not ctx then
    return
  end
  request_context.clear()
  local moment = now()
  if moment >= batch.hour_end then
    batch.turn_hour(moment)
  end
  if ctx.verdict then
    metrics.count_answer(ctx.verdict)
  end
  if ctx.site then
    count(ctx, moment)
    if log_is_on() then
      fill_log_line(ctx)
    end
  end
  forward.done(ctx)
end

return _M
