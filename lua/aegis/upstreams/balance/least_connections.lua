--- The endpoint with the fewest requests under way for its weight. Equals take turns.

local turns = require "aegis.upstreams.balance.turns"

local huge = math.huge
local load_of, take = turns.load_of, turns.take

local _M = {}

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

function _M.choose(pool)
    return take(pool, nil, nil, lowest_load(pool))
end

function _M.other(pool, _, group, tried)
    return take(pool, group, tried, lowest_load(pool, group, tried))
end

return _M
