--- nginx variables without Lua texts in between: `ngx.var` makes one of every value that is read or written, and
-- what is made for every request has to be collected again.

local base = require "resty.core.base"
local ffi = require "ffi"
require "resty.core.var"

ffi.cdef "intptr_t ngx_atoi(unsigned char *line, size_t n);"

local C, tonumber = ffi.C, tonumber
local get_request = base.get_request

local _M = {}

local NAME_BYTES, PROBLEM_BYTES = 64, 256
local OK = 0

-- nginx wants room for the name in lower case.
local lower_name = ffi.new("unsigned char[?]", NAME_BYTES)
local lower_text = ffi.cast("char *", lower_name)
local value = ffi.new "unsigned char *[1]"
local value_text = ffi.cast("char **", value)
local length = ffi.new "size_t[1]"
local problem = ffi.new("unsigned char[?]", PROBLEM_BYTES)
local get_problem = ffi.new "char *[1]"

local function read(name)
    return C.ngx_http_lua_ffi_var_get(get_request(), name, #name, lower_text, 0, value_text, length, get_problem) == OK
end

--- @return the value of a variable that holds a whole number; 0 where it holds none
function _M.number(name)
    if not read(name) then
        return 0
    end
    local number = tonumber(C.ngx_atoi(value[0], length[0]))
    return number > 0 and number or 0
end

--- @return a variable's value, which is nginx's own memory, and its length; nil where it has none
function _M.bytes(name)
    if read(name) then
        return value[0], tonumber(length[0])
    end
    return nil
end

--- Whether a variable has a value other than the empty text.
function _M.is_set(name)
    return read(name) and length[0] > 0
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
