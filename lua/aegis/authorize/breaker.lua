--- Keeps requests from waiting for a backend that does not answer: after some failures in a row nobody asks it for a
-- moment, then one question at a time tries it again. One per app environment, shared by the workers of a gateway.

local _M = {}

local shared = ngx.shared.aegis_callouts

local FAILURES = 5
local OPEN_SECONDS = 2
-- Failures that lie further apart than this are not in a row.
local MEMORY_SECONDS = 60

--- Whether a question may be asked now.
-- @param id of the settings
-- @param seconds that a trial may take
function _M.lets(id, seconds)
    if (shared:get("failures " .. id) or 0) < FAILURES then
        return true
    end
    return not shared:get("open " .. id) and shared:add("trial " .. id, true, seconds)
end

function _M.succeeded(id)
    if shared:get("failures " .. id) then
        shared:delete("failures " .. id)
        shared:delete("trial " .. id)
    end
end

function _M.failed(id)
    local count = shared:incr("failures " .. id, 1, 0, MEMORY_SECONDS)
    if count and count >= FAILURES then
        shared:set("open " .. id, true, OPEN_SECONDS)
    end
    shared:delete("trial " .. id)
end

return _M
