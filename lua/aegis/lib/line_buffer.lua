--- One text at a time, put together outside of Lua's memory: what every request needs a new one of would otherwise
-- be most of what the collector has to do. Nobody may yield between `begin` and `assign`.

local bit = require "bit"
local ffi = require "ffi"
local nginx_variable = require "aegis.lib.nginx_variable"

ffi.cdef [[
/* Gives a number, which is the end of what it wrote. */
unsigned char *ngx_escape_json(unsigned char *to, const unsigned char *text, size_t length);
extern volatile ngx_str_t ngx_cached_http_log_iso8601;
]]

local C = ffi.C
local band, rshift = bit.band, bit.rshift
local copy, floor, format = ffi.copy, math.floor, string.format
local tonumber = tonumber

local _M = {}

local FIRST_SIZE = 4096
-- What JSON makes of one byte at most: \u001f.
local ESCAPED_BYTES = 6

local bytes, size, count = ffi.new("unsigned char[?]", FIRST_SIZE), FIRST_SIZE, 0

local hex_digits = ffi.new("unsigned char[16]", "0123456789abcdef")

--- Numbers of up to three digits, as they begin a text and as they go on in one.
local short, padded = {}, {}
for number = 0, 999 do
    short[number], padded[number] = format("%d", number), format("%03d", number)
end

local function grow(wanted)
    local former = bytes
    size = wanted * 2
    bytes = ffi.new("unsigned char[?]", size)
    copy(bytes, former, count)
end

jit.off(grow)

function _M.begin()
    count = 0
end

--- @param from text or bytes
local function put_bytes(from, length)
    local after = count + length
    if after > size then
        grow(after)
    end
    copy(bytes + count, from, length)
    count = after
end

_M.bytes = put_bytes

function _M.text(text)
    put_bytes(text, #text)
end

local put = _M.text

--- A text as it stands between the quotes of JSON.
-- @param from text or bytes
function _M.json(from, length)
    local most = count + length * ESCAPED_BYTES
    if most > size then
        grow(most)
    end
    count = C.ngx_escape_json(bytes + count, from, length) - bytes
end

--- The value of an nginx variable, as it is; nothing where it has none.
function _M.variable(name)
    local value, length = nginx_variable.bytes(name)
    if value then
        put_bytes(value, length)
    end
end

--- The time of the wall clock to the second with its zone (ISO 8601), as nginx's own log writes it.
function _M.time()
    local now = C.ngx_cached_http_log_iso8601
    put_bytes(now.data, tonumber(now.len))
end

--- A whole number of 0 or more.
function _M.decimal(number)
    if number < 1000 then
        put(short[number])
    elseif number < 1000000 then
        local thousands = floor(number / 1000)
        put(short[thousands])
        put(padded[number - thousands * 1000])
    elseif number < 1000000000 then
        local millions = floor(number / 1000000)
        local rest = number - millions * 1000000
        local thousands = floor(rest / 1000)
        put(short[millions])
        put(padded[thousands])
        put(padded[rest - thousands * 1000])
    else
        put(format("%d", number))
    end
end

--- 32 bits as eight hex digits.
function _M.hex(number)
    if count + 8 > size then
        grow(count + 8)
    end
    local at = bytes + count
    at[0], at[1] = hex_digits[band(rshift(number, 28), 15)], hex_digits[band(rshift(number, 24), 15)]
    at[2], at[3] = hex_digits[band(rshift(number, 20), 15)], hex_digits[band(rshift(number, 16), 15)]
    at[4], at[5] = hex_digits[band(rshift(number, 12), 15)], hex_digits[band(rshift(number, 8), 15)]
    at[6], at[7] = hex_digits[band(rshift(number, 4), 15)], hex_digits[band(number, 15)]
    count = count + 8
end

--- What was put together, until the next `begin`. @return bytes and their number
function _M.content()
    return bytes, count
end

--- The same as a text.
function _M.taken()
    return ffi.string(bytes, count)
end

--- The text becomes the value of an nginx variable.
function _M.assign(name)
    nginx_variable.set(name, bytes, count)
end

return _M
