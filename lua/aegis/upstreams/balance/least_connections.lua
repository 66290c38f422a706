--- The endpoint with the fewest requests under way for its weight, as far as this worker sees them. Equals take turns
-- as in weighted round robin.

local huge = math.huge

local _M = {}

local function load_of(one)
    return one.state.in_flight / one.weight
end

local function lowest_load(pool, group, tried)
    local lowest = huge
    for i = 1, pool.count do
        local one = pool.endpoints[i]
        if not (tried and tried[one]) and (not group or one.target.group == group) then
            local load = load_of(one)
            lowest = load < lowest and load or lowest
        end
    end
    return lowest
end

local function take(pool, group, tried)
    local lowest = lowest_load(pool, group, tried)
    local best, total = nil, 0
    for i = 1, pool.count do
        local one = pool.endpoints[i]
        if load_of(one) == lowest and not (tried and tried[one]) and (not group or one.target.group == group) then
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

function _M.choose(pool)
    return take(pool)
end

function _M.other(pool, _, group, tried)
    return take(pool, group, tried)
end

return _M
