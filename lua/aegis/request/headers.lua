--- One pass over the request's headers without making Lua texts of them: finds the credentials, headers that only
-- the gateway may set, and what `Connection` names.

local base = require "resty.core.base"
local ffi = require "ffi"
require "resty.core.request"

local C, text_of = ffi.C, ffi.string
local get_request = base.get_request

local _M = {}

_M.MAX_HEADERS = 100

local MAX_TRACE_TOKEN = 200

local list = ffi.new("ngx_http_lua_ffi_table_elt_t[?]", _M.MAX_HEADERS)
local truncated = ffi.new "int[1]"

local LOWER_A, LOWER_C, LOWER_E, LOWER_R, LOWER_T, LOWER_U, LOWER_X, HYPHEN = 97, 99, 101, 114, 116, 117, 120, 45
local read = { [LOWER_A] = true, [LOWER_C] = true, [LOWER_T] = true, [LOWER_U] = true, [LOWER_X] = true }

--- Two headers of one name: no reader may pick the one that it likes.
local AMBIGUOUS = ""

local function once(known, value)
    local text = text_of(value.data, value.len)
    return known and known ~= text and AMBIGUOUS or text
end

local function note_x(ctx, key, value)
    local data = key.data
    if data[2] == LOWER_A and data[3] == LOWER_E then
        local name = text_of(data, key.len)
        if name == "x-aegis-trace" and value.len <= MAX_TRACE_TOKEN then
            ctx.trace_token, ctx.watched = text_of(value.data, value.len), true
        end
        if name:sub(1, 8) == "x-aegis-" then
            ctx.foreign_headers = ctx.foreign_headers or {}
            ctx.foreign_headers[#ctx.foreign_headers + 1] = name
        end
    elseif key.len == 9 and data[2] == LOWER_A and text_of(data, 9) == "x-api-key" then
        ctx.api_key = once(ctx.api_key, value)
    elseif key.len == 12 and data[2] == LOWER_R and text_of(data, 12) == "x-request-id" then
        ctx.sent_request_id = once(ctx.sent_request_id, value)
    end
end

local function note(ctx, first, key, value)
    if first == LOWER_X then
        if key.len >= 8 and key.data[1] == HYPHEN then
            note_x(ctx, key, value)
        end
    elseif first == LOWER_A then
        if key.len == 13 and text_of(key.data, 13) == "authorization" then
            ctx.authorization = once(ctx.authorization, value)
        end
    elseif first == LOWER_T then
        if key.len == 11 and text_of(key.data, 11) == "traceparent" then
            ctx.sent_traceparent = once(ctx.sent_traceparent, value)
        end
    elseif first == LOWER_U then
        if key.len == 7 and text_of(key.data, 7) == "upgrade" then
            ctx.upgrade = once(ctx.upgrade, value)
        end
    elseif key.len == 10 and text_of(key.data, 10) == "connection" then
        ctx.connection = text_of(value.data, value.len)
    end
end

--- How many header lines the request has.
function _M.count()
    return C.ngx_http_lua_ffi_req_get_headers_count(get_request(), 0, truncated)
end

--- Fills `ctx.api_key`, `ctx.authorization`, `ctx.connection`, `ctx.sent_request_id`, `ctx.sent_traceparent`,
-- `ctx.trace_token`, `ctx.watched`, `ctx.upgrade` and `ctx.foreign_headers` (names).
-- @return false when there are more headers than anybody needs
function _M.scan(ctx)
    local r = get_request()
    local count = C.ngx_http_lua_ffi_req_get_headers_count(r, 0, truncated)
    if count > _M.MAX_HEADERS then
        return false
    end
    C.ngx_http_lua_ffi_req_get_headers(r, list, count, 0)
    for i = 0, count - 1 do
        local header = list[i]
        local first = header.key.len > 0 and header.key.data[0] or 0
        if read[first] then
            note(ctx, first, header.key, header.value)
        end
    end
    return true
end

return _M
