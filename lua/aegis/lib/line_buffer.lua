--- One text at a time, put together outside of Lua's memory: what every request needs a new one of would otherwise
-- be most of what the collector has to do. Nobody may yield between `begin` and `assign`.

local bit = require "bit"
local ffi = require "ffi"
local nginx_variable = require "aegis.lib.nginx_variable"

local band, rshift = bit.band, bit.rshift
local copy, floor, format = ffi.copy, math.floor, string.format

local _M = {}

local FIRST_SIZE = 4096

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

function _M.text(text)
    local after = count + #text
    if after > size then
        grow(after)
    end
    copy(bytes + count, text, #text)
    count = after
end

local put = _M.text

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

--- The text becomes the value of an nginx variable.
function _M.assign(name)
    nginx_variable.set(name, bytes, count)
end

return _M
