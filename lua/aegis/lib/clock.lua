--- Milliseconds that only grow: the event loop's own monotonic time, read without a call. A wall clock that jumps
-- neither refills nor starves what is measured with it. It starts with the machine and is the same in all workers.

local ffi = require "ffi"

ffi.cdef "extern volatile uintptr_t ngx_current_msec;"

local C, tonumber = ffi.C, tonumber
local _M = {}

function _M.monotonic_ms()
    return tonumber(C.ngx_current_msec)
end

return _M
