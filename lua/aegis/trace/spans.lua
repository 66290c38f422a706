--- Spans of requests, for the operator's collector (the agent takes them from shared memory and sends them on) and for
-- those of apps (plugins with a method `span`).
--
-- Whether a request has one is decided before it is forwarded, so that the backend is told the same. A trace that its
-- caller samples is sampled here too, one that its caller does not sample is not; of those that begin here the ones
-- that are kept anyway. A request that is never forwarded has one whenever it is kept.

local countdowns = require "aegis.trace.countdown"
local line_buffer = require "aegis.lib.line_buffer"
local metrics = require "aegis.request.metrics"
local otlp = require "aegis.trace.otlp"
local request_number = require "aegis.request.request_number"
local settings = require "aegis.config.settings"
local token = require "aegis.trace.token"
local traceparent = require "aegis.lib.traceparent"

local hex, put = line_buffer.hex, line_buffer.text
local pcall = pcall
local sub = string.sub

local queue = ngx.shared.aegis_spans

local _M = {}

local LIST = "spans"
local MAX_WAITING = 2000

--- Whether the operator has spans sent. An nginx.conf of before knows no place for them.
_M.on = settings.spans == true and queue ~= nil

--- Whether anybody wants the spans of the request.
function _M.wanted(ctx)
    local plan = ctx.plan
    return _M.on or plan and plan.span_senders
end

--- Two numbers from the request's own: what is fixed of it tells workers apart, what changes stands last.
local function ids(number)
    return sub(number, 17, 32), request_number.span_head .. sub(number, 25, 32)
end

--- Why a request whose trace begins here is kept, or nil.
local function reason_of(ctx)
    local countdown = ctx.site.countdown
    countdown.ahead = countdown.ahead - 1
    if countdown.ahead <= 0 then
        return countdowns.turn(countdown, "ahead")
    elseif ctx.trace_token and token.fits(ctx.trace_token, ctx.app.id, ctx.environment) then
        return "token"
    end
    return nil
end

local function decide(ctx, sampled)
    if not ctx.span then
        ctx.span = sampled and "flagged" or reason_of(ctx) or false
        ctx.watched = ctx.watched or ctx.span ~= false
    end
    return ctx.span
end

--- Puts the `traceparent` that the backend gets into the line buffer.
function _M.put_traceparent(ctx)
    local sent = ctx.sent_traceparent
    local trace, _, sampled = traceparent.read(sent)
    if trace and not sampled then
        return put(sent)
    end
    local is_sampled = decide(ctx, sampled)
    put "00-"
    if trace then
        put(trace)
    else
        put(request_number.head)
        hex(ctx.number)
    end
    put "-"
    put(request_number.span_head)
    hex(ctx.number)
    return put(is_sampled and "-01" or "-00")
end

local function is_declined(ctx)
    local trace, _, sampled = traceparent.read(ctx.sent_traceparent)
    return trace ~= nil and not sampled
end

--- Whether it was decided before forwarding that this request has no span: it is not kept later, since its backend was
-- told otherwise.
function _M.decided(ctx)
    return _M.wanted(ctx) and ctx.endpoint and not ctx.span and not is_declined(ctx)
end

local function has_span(ctx)
    return not is_declined(ctx) and (ctx.span or not ctx.endpoint)
end

local function text_of(sample, ctx)
    local span_id, upstream_id = ids(request_number.text(ctx.number))
    local endpoint = ctx.endpoint
    return otlp.spans(sample, {
        span_id = span_id,
        app = ctx.app.slug,
        app_id = ctx.app.id,
        pattern = ctx.route and ctx.route.pattern or nil,
        upstream_span_id = endpoint and upstream_id or nil,
        upstream = endpoint and ctx.route.upstream or nil,
        target = endpoint and endpoint.target.label or nil,
    })
end

local function enqueue(text)
    if queue:llen(LIST) < MAX_WAITING and queue:rpush(LIST, text) then
        metrics.add_later("aegis_spans_total", 1)
    else
        metrics.add_later('aegis_spans_dropped_total{because="queue"}', 1)
    end
end

local function hand_to_plugins(senders, text, ctx)
    for i = 1, #senders do
        local ok, problem = pcall(senders[i].object.span, senders[i].object, text, ctx)
        if not ok then
            ngx.log(ngx.ERR, "plugin ", senders[i].name, " failed: ", problem)
        end
    end
end

--- Tells the spans of a request that is kept to those who want them.
-- @param sample the request's sample
function _M.tell(sample, ctx)
    if not _M.wanted(ctx) or not has_span(ctx) then
        return
    end
    local text = text_of(sample, ctx)
    if _M.on then
        enqueue(text)
    end
    local senders = ctx.plan and ctx.plan.span_senders
    if senders then
        hand_to_plugins(senders, text, ctx)
    end
end

--- Takes waiting spans out, for the agent.
-- @param most how many at most
-- @param rejected how many of those before the collector did not take, which is counted here
-- @return list of texts of `otlp.spans`
function _M.take(most, rejected)
    local texts = {}
    while #texts < most do
        local text = queue and queue:lpop(LIST)
        if not text then
            break
        end
        texts[#texts + 1] = text
    end
    if rejected > 0 then
        metrics.add_later('aegis_spans_dropped_total{because="collector"}', rejected)
    end
    return texts
end

return _M
