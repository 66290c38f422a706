--- The table of the request being served, found by nginx's own request pointer.
-- `ngx.ctx` is emptied by ngx.exec and by error_page; the pointer stays the same through both. The log phase must
-- call `clear`, since nginx uses the memory of a finished request again.

local base = require "resty.core.base"
local ffi = require "ffi"

local cast = ffi.cast
local tonumber = tonumber
local get_request = base.get_request

local contexts = {}
local context = {}

local function key()
    return tonumber(cast("uintptr_t", cast("void *", get_request())))
end

--- The request's table, or nil before `set`.
function context.current()
    return contexts[key()]
end

function context.set(value)
    contexts[key()] = value
end

function context.clear()
    contexts[key()] = nil
end

return context
