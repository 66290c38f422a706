--- Whose turn it is (smooth weighted round robin): every endpoint gains its weight, the richest pays the total and is
-- taken.

local _M = {}

--- Requests under way for its weight, as far as this worker sees them.
local function load_of(one)
    return one.state.in_flight / one.weight
end

_M.load_of = load_of

--- @param group of targets that nginx talks to in the same way, or nil for every endpoint
-- @param tried set of endpoints that are passed over, or nil
-- @param load of those that take part, or nil where loads do not count
-- @return endpoint, or nil where nobody is left
function _M.take(pool, group, tried, load)
    local endpoints = pool.endpoints
    local best, total = nil, 0
    for i = 1, pool.count do
        local one = endpoints[i]
        local fits = not (tried and tried[one]) and (not group or one.target.group == group)
        if fits and (not load or load_of(one) == load) then
            one.current = one.current + one.weight
            total = total + one.weight
            if not best or one.current > best.current then
                best = one
            end
        end
    end
    if best then
        best.current = best.current - total
    end
    return best
end

return _M
