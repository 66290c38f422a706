--- What a request is called: its id, which answers, logs and the upstream see, and its W3C trace context. A client's
-- own ones are kept where they are well formed (nothing in them needs quoting anywhere), else they begin here.

local line_buffer = require "aegis.lib.line_buffer"
local request_number = require "aegis.request.request_number"

local find, match = string.find, string.match
local hex, text = line_buffer.hex, line_buffer.text

local _M = {}

local TRACEPARENT_LENGTH = 55

local function is_request_id(id)
    return #id >= 8 and #id <= 64 and not find(id, "[^%w_-]")
end

local function is_traceparent(sent)
    if #sent ~= TRACEPARENT_LENGTH then
        return false
    end
    local trace, span = match(sent, "^00%-([0-9a-f]+)%-([0-9a-f]+)%-[0-9a-f][0-9a-f]$")
    return trace and #trace == 32 and find(trace, "[^0]") and find(span, "[^0]") and true or false
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

--- Puts the value of `traceparent` into the line buffer. A trace that begins here is a sampled one, so that backends
-- that follow the flag go on tracing.
function _M.put_traceparent(ctx)
    local sent = ctx.sent_traceparent
    if sent and is_traceparent(sent) then
        return text(sent)
    end
    text "00-"
    text(request_number.head)
    hex(ctx.number)
    return text "-ae61500000000001-01"
end

--- The W3C trace id of the request, and the client's span where it sent one.
function _M.ids(ctx)
    local sent = ctx.sent_traceparent
    if sent and is_traceparent(sent) then
        return match(sent, "^00%-(%x+)%-(%x+)")
    end
    return request_number.text(ctx.number)
end

return _M
