--- Smooth weighted round robin: every endpoint gains its weight, the richest pays the total and is taken.

local _M = {}

local function take(endpoints, count, group, tried)
    local best, total = nil, 0
    for i = 1, count do
        local one = endpoints[i]
        if not (tried and tried[one]) and (not group or one.target.group == group) then
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
    return take(pool.endpoints, pool.count)
end

function _M.other(pool, _, group, tried)
    return take(pool.endpoints, pool.count, group, tried)
end

return _M
