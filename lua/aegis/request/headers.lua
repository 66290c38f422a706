--- One pass over the request's headers without making Lua texts of them: finds the credentials, headers that only
-- the gateway may set, and what `Connection` names.

local base = require "resty.core.base"
local ffi = require "ffi"
require "resty.core.request"

local C, text_of = ffi.C, ffi.string
local sub = string.sub
local get_request = base.get_request

local _M = {}

_M.MAX_HEADERS = 100

local MAX_TRACE_TOKEN = 200

local list = ffi.new("ngx_http_lua_ffi_table_elt_t[?]", _M.MAX_HEADERS)
local truncated = ffi.new "int[1]"

local LOWER_X = ("x"):byte()

--- First byte → length of the one name that matters; `x` begins several. A table of the processor's own kind: headers
-- that nobody wants take one way through the loop, whatever they are.
local lengths = ffi.new "uint8_t[256]"

--- Two headers of one name: no reader may pick the one that it likes.
local AMBIGUOUS = ""

local function once(known, value)
    local text = text_of(value.data, value.len)
    return known and known ~= text and AMBIGUOUS or text
end

local wanted = {
    authorization = function(ctx, value)
        ctx.authorization = once(ctx.authorization, value)
    end,
    connection = function(ctx, value)
        ctx.connection = text_of(value.data, value.len)
    end,
    traceparent = function(ctx, value)
        ctx.sent_traceparent = once(ctx.sent_traceparent, value)
    end,
    upgrade = function(ctx, value)
        ctx.upgrade = once(ctx.upgrade, value)
    end,
    ["x-api-key"] = function(ctx, value)
        ctx.api_key = once(ctx.api_key, value)
    end,
    ["x-request-id"] = function(ctx, value)
        ctx.sent_request_id = once(ctx.sent_request_id, value)
    end,
}

for name in pairs(wanted) do
    lengths[name:byte()] = #name
end

local function note_own(ctx, name, value)
    if name == "x-aegis-trace" and value.len <= MAX_TRACE_TOKEN then
        ctx.trace_token, ctx.watched = text_of(value.data, value.len), true
    end
    ctx.foreign_headers = ctx.foreign_headers or {}
    ctx.foreign_headers[#ctx.foreign_headers + 1] = name
end

local function note(ctx, key, value)
    local name = text_of(key.data, key.len)
    local take = wanted[name]
    if take then
        take(ctx, value)
    elseif sub(name, 1, 8) == "x-aegis-" then
        note_own(ctx, name, value)
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
        if first == LOWER_X or key.len == lengths[first] then
            note(ctx, key, list[i].value)
        end
    end
    return true
end

return _M
