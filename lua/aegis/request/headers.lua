--- One pass over the request's headers without making Lua texts of them: finds the credentials, headers that only
-- the gateway may set, and what `Connection` names.

local base = require "resty.core.base"
local ffi = require "ffi"
require "resty.core.request"

ffi.cdef "int memcmp(const void *one, const void *other, size_t length);"

local C, text_of = ffi.C, ffi.string
local get_request = base.get_request

local _M = {}

_M.MAX_HEADERS = 100

local MAX_TRACE_TOKEN = 200

local list = ffi.new("ngx_http_lua_ffi_table_elt_t[?]", _M.MAX_HEADERS)
local truncated = ffi.new "int[1]"

local LOWER_X = ("x"):byte()

--- Two headers of one name: no reader may pick the one that it likes.
local AMBIGUOUS = ""

local function once(known, value)
    local text = text_of(value.data, value.len)
    return known and known ~= text and AMBIGUOUS or text
end

--- First byte → the one name that matters, beside those with `x`, and what becomes of its value.
local wanted = {}
--- First byte → length of that name, as bytes and not as a table: headers that nobody wants take one way through the
-- loop, whatever they are.
local lengths = ffi.new "uint8_t[256]"

local function want(name, take)
    local first = name:byte()
    wanted[first], lengths[first] = { name = name, take = take }, #name
end

want("authorization", function(ctx, value)
    ctx.authorization = once(ctx.authorization, value)
end)
want("connection", function(ctx, value)
    ctx.connection = text_of(value.data, value.len)
end)
want("traceparent", function(ctx, value)
    ctx.sent_traceparent = once(ctx.sent_traceparent, value)
end)
want("upgrade", function(ctx, value)
    ctx.upgrade = once(ctx.upgrade, value)
end)

--- @param key at least as long as the name
local function begins(key, name)
    return C.memcmp(key.data, name, #name) == 0
end

local function note_own(ctx, name, value)
    if name == "x-aegis-trace" and value.len <= MAX_TRACE_TOKEN then
        ctx.trace_token, ctx.watched = text_of(value.data, value.len), true
    end
    ctx.foreign_headers = ctx.foreign_headers or {}
    ctx.foreign_headers[#ctx.foreign_headers + 1] = name
end

local function note_x(ctx, key, value)
    local length = key.len
    if length == 9 and begins(key, "x-api-key") then
        ctx.api_key = once(ctx.api_key, value)
    elseif length == 12 and begins(key, "x-request-id") then
        ctx.sent_request_id = once(ctx.sent_request_id, value)
    elseif length >= 8 and begins(key, "x-aegis-") then
        note_own(ctx, text_of(key.data, length), value)
    end
end

local function note(ctx, first, key, value)
    local one = wanted[first]
    if begins(key, one.name) then
        one.take(ctx, value)
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
        local key = list[i].key
        local first = key.data[0]
        if first == LOWER_X then
            note_x(ctx, key, list[i].value)
        elseif key.len == lengths[first] then
            note(ctx, first, key, list[i].value)
        end
    end
    return true
end

return _M
