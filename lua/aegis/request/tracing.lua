--- What a request is called: its id, which answers, logs and the upstream see, and its W3C trace context. A client's
-- own ones are kept where they are well formed (nothing in them needs quoting anywhere), else they begin here.

local request_number = require "aegis.request.request_number"

local find, match = string.find, string.match
local var = ngx.var

local _M = {}

local TRACEPARENT_LENGTH = 55

local function is_request_id(text)
    return #text >= 8 and #text <= 64 and not find(text, "[^%w_-]")
end

local function is_traceparent(text)
    if #text ~= TRACEPARENT_LENGTH then
        return false
    end
    local trace, span = match(text, "^00%-([0-9a-f]+)%-([0-9a-f]+)%-[0-9a-f][0-9a-f]$")
    return trace and #trace == 32 and find(trace, "[^0]") and find(span, "[^0]") and true or false
end

--- Sets `ctx.number` and `ctx.request_id`.
function _M.begin(ctx)
    local number, sent = request_number.next(), ctx.sent_request_id
    local id = sent and is_request_id(sent) and sent or number
    ctx.number, ctx.request_id = number, id
    var.aegis_request_id = id
end

--- The parts of `traceparent`, for the caller to put together with what stands around them. A trace that begins
-- here is a sampled one, so that backends that follow the flag go on tracing.
function _M.traceparent(ctx)
    local sent = ctx.sent_traceparent
    if sent and is_traceparent(sent) then
        return sent, "", ""
    end
    return "00-", ctx.number, "-ae61500000000001-01"
end

--- The W3C trace id of the request, and the client's span where it sent one.
function _M.ids(ctx)
    local sent = ctx.sent_traceparent
    if sent and is_traceparent(sent) then
        return match(sent, "^00%-(%x+)%-(%x+)")
    end
    return ctx.number
end

return _M
