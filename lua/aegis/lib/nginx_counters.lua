--- Counters of all workers that nginx keeps itself (stub_status). They have no variables outside of requests.

local ffi = require "ffi"

ffi.cdef("extern unsigned long *ngx_stat_active, *ngx_stat_requests;")

local nginx_counters = {}

local function read(name)
    local ok, value = pcall(function()
        return tonumber(ffi.C[name][0])
    end)
    return ok and value or 0
end

--- Open client connections; 0 where this nginx was built without the counter.
function nginx_counters.connections()
    return read("ngx_stat_active")
end

--- Requests since nginx started.
function nginx_counters.requests()
    return read("ngx_stat_requests")
end

return nginx_counters
