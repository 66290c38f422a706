--- A target that fails too many requests gets none for a while.

local health_store = require "aegis.upstreams.health_store"
local watches = require "aegis.upstreams.watches"

local _M = {}

--- @param reason what happened, in a few words
function _M.failed(watch, state, reason)
    local passive = watch.upstream.health.passive
    if not passive or state.out then
        return
    end
    health_store.note_reason(state, reason)
    if health_store.count_failure(state, passive) then
        health_store.eject(watch.upstream.id, state, passive.eject_ms)
        watches.update(watch)
    end
end

return _M
