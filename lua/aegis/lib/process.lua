--- What a worker can know about processes: is one alive, how much memory do I have.

local ffi = require "ffi"

ffi.cdef("int kill(int pid, int signal);")

local ESRCH = 3
local KIB = 1024
local PAGE_BYTES = 4096

local process = {}

--- Whether a process with this id exists.
function process.alive(pid)
    return ffi.C.kill(pid, 0) == 0 or ffi.errno() ~= ESRCH
end

--- Resident memory of this process in bytes (what Lua holds, where there is no /proc).
function process.memory()
    local file = io.open("/proc/self/statm", "r")
    local pages = file and tonumber((file:read("*l") or ""):match("^%d+ (%d+)"))
    if file then
        file:close()
    end
    return pages and pages * PAGE_BYTES or math.floor(collectgarbage("count") * KIB)
end

return process
