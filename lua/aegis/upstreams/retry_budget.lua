--- How many requests of an upstream may be sent a second time: a share of all, so that a backend in trouble is not
-- given a multiple of its load. A few are free, for upstreams with little traffic. One per worker and upstream.

local min = math.min

local _M = {}

local FREE, MOST = 10, 100

function _M.new(percent)
    return { tokens = FREE, share = percent / 100 }
end

--- A request is sent for the first time.
function _M.earn(budget)
    budget.tokens = min(MOST, budget.tokens + budget.share)
end

function _M.has(budget)
    return budget.tokens >= 1
end

--- @return whether one more may be sent again
function _M.spend(budget)
    if budget.tokens < 1 then
        return false
    end
    budget.tokens = budget.tokens - 1
    return true
end

return _M
