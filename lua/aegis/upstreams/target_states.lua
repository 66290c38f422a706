--- What this worker knows about targets beyond one state of the configuration: pools come and go with every change,
-- requests under way and the health of a target do not.
--
-- A state: `key`; `in_flight`, requests of this worker that the target is working on; and where the upstream is
-- watched, by the monotonic clock in milliseconds: `ejected_until` and `warm_from` (0: never), `down` (active checks
-- fail), `reason`; what follows of them: `out` ("down", "ejected" or false), `share` (of its weight, up to 1).

local states = setmetatable({}, { __mode = "v" })

local _M = {}

function _M.of(upstream, target)
    local key = upstream.id .. " " .. target.label .. target.path
    local state = states[key]
    if not state then
        state = { key = key, in_flight = 0, ejected_until = 0, warm_from = 0, down = false, out = false, share = 1 }
        states[key] = state
    end
    return state
end

return _M
