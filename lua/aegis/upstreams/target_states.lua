--- What this worker knows about targets beyond one state of the configuration: pools come and go with every change,
-- requests under way do not.

local states = setmetatable({}, { __mode = "v" })

local _M = {}

--- @return `{ in_flight }`: requests of this worker that the target is working on
function _M.of(upstream, target)
    local key = upstream.id .. " " .. target.label .. target.path
    local state = states[key]
    if not state then
        state = { in_flight = 0 }
        states[key] = state
    end
    return state
end

return _M
