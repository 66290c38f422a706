--- nginx variables without Lua texts in between: `ngx.var` makes one of every value that is read or written, and
-- what is made for every request has to be collected again. Reading asks nginx itself, as its modules do.

local base = require "resty.core.base"
local bit = require "bit"
local ffi = require "ffi"
require "resty.core.var"

ffi.cdef [[
/* ngx_variable_value_t: the length in the lowest 28 bits, flags in the others. */
typedef struct {
    uint32_t bits;
    unsigned char *data;
} aegis_variable_value_t;

intptr_t ngx_atoi(unsigned char *line, size_t n);
uintptr_t ngx_hash_key(const unsigned char *data, size_t length);
aegis_variable_value_t *ngx_http_get_variable(ngx_http_request_t *r, ngx_str_t *name, uintptr_t key);
]]

local C, tonumber = ffi.C, tonumber
local band = bit.band
local get_request = base.get_request

local _M = {}

local LENGTH, NOT_FOUND = 0x0fffffff, 0x40000000
local NAME_BYTES, PROBLEM_BYTES = 64, 256
local OK = 0

-- nginx wants room for the name in lower case.
local lower_name = ffi.new("unsigned char[?]", NAME_BYTES)
local length = ffi.new "size_t[1]"
local problem = ffi.new("unsigned char[?]", PROBLEM_BYTES)

--- Name → what nginx finds it by: `name` and its hash; `text` keeps the name's bytes where they are.
local known = {}

local function new(name)
    local text = name:lower()
    local one = { text = text, name = ffi.new("ngx_str_t", #text, text), key = C.ngx_hash_key(text, #text) }
    known[name] = one
    return one
end

jit.off(new)

--- @return `aegis_variable_value_t *`, or nil where the variable has no value
local function read(name)
    local one = known[name] or new(name)
    local value = C.ngx_http_get_variable(get_request(), one.name, one.key)
    if value == nil or band(value.bits, NOT_FOUND) ~= 0 then
        return nil
    end
    return value
end

--- @return the value of a variable that holds a whole number; 0 where it holds none
function _M.number(name)
    local value = read(name)
    if not value then
        return 0
    end
    local number = tonumber(C.ngx_atoi(value.data, band(value.bits, LENGTH)))
    return number > 0 and number or 0
end

--- @return a variable's value, which is nginx's own memory, and its length; nil where it has none
function _M.bytes(name)
    local value = read(name)
    if value then
        return value.data, band(value.bits, LENGTH)
    end
    return nil
end

--- @return a variable's value as a text; nil where it has none
function _M.text(name)
    local value = read(name)
    return value and ffi.string(value.data, band(value.bits, LENGTH))
end

--- Whether a variable has a value other than the empty text.
function _M.is_set(name)
    local value = read(name)
    return value ~= nil and band(value.bits, LENGTH) > 0
end

--- Gives a variable a value; nginx copies it.
-- @param bytes `unsigned char *`
function _M.set(name, bytes, count)
    length[0] = PROBLEM_BYTES
    local r = get_request()
    if C.ngx_http_lua_ffi_var_set(r, name, #name, lower_name, bytes, count, problem, length) ~= OK then
        error(ffi.string(problem, length[0]))
    end
end

return _M
