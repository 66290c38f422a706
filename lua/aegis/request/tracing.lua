--- What a request is called: its id, which answers, logs and the upstream see, and its W3C trace context. A client's
-- own ones are kept where they are well formed (nothing in them needs quoting anywhere), else they begin here.

local line_buffer = require "aegis.lib.line_buffer"
local request_number = require "aegis.request.request_number"
local spans = require "aegis.trace.spans"
local traceparent = require "aegis.lib.traceparent"

local find = string.find
local hex, text = line_buffer.hex, line_buffer.text

local _M = {}

local function is_request_id(id)
    return #id >= 8 and #id <= 64 and not find(id, "[^%w_-]")
end

--- Sets `ctx.number`, and `ctx.client_request_id` where the client brought one.
function _M.begin(ctx)
    local sent = ctx.sent_request_id
    ctx.number = request_number.next()
    if sent and is_request_id(sent) then
        ctx.client_request_id = sent
    end
end

--- The request's id as a text: for the few requests that need one.
function _M.id(ctx)
    return ctx.client_request_id or request_number.text(ctx.number)
end

--- Puts the request's id into the line buffer.
function _M.put_id(ctx)
    local id = ctx.client_request_id
    if id then
        return text(id)
    end
    text(request_number.head)
    return hex(ctx.number)
end

--- Puts the value of `traceparent` into the line buffer. Where no spans are sent, a client's own passes as it is, and a
-- trace that begins here is a sampled one, so that backends go on tracing.
function _M.put_traceparent(ctx)
    if spans.on or ctx.plan.span_senders then
        return spans.put_traceparent(ctx)
    end
    local sent = ctx.sent_traceparent
    if sent and traceparent.read(sent) then
        return text(sent)
    end
    text "00-"
    text(request_number.head)
    hex(ctx.number)
    return text "-ae61500000000001-01"
end

--- The W3C trace id of the request, and the client's span where it sent one.
function _M.ids(ctx)
    local trace, span = traceparent.read(ctx.sent_traceparent)
    return trace or request_number.text(ctx.number), span
end

return _M
