--- Which worker follows the change stream: a lock in shared memory, taken over as soon as its holder's process is gone.

local process = require "aegis.lib.process"

local state = ngx.shared.aegis_state

local leader = {}

local KEY = "follower"
-- A holder that lives but hangs loses the lock after this.
local SECONDS = 10

--- Takes or keeps the lock. @return whether this worker holds it
function leader.hold()
    local me = ngx.worker.pid()
    local holder = state:get(KEY)
    if holder == me then
        return state:set(KEY, me, SECONDS)
    end
    if holder and process.alive(holder) then
        return false
    end
    if holder then
        state:delete(KEY)
    end
    return state:add(KEY, me, SECONDS) == true
end

function leader.mine()
    return state:get(KEY) == ngx.worker.pid()
end

--- A leaving worker hands over at once.
function leader.release()
    if leader.mine() then
        state:delete(KEY)
    end
end

return leader
