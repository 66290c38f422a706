--- Endpoints by turns, each as often as its weight says.

local take = require("aegis.upstreams.balance.turns").take

local _M = {}

function _M.choose(pool)
    return take(pool)
end

function _M.other(pool, _, group, tried)
    return take(pool, group, tried)
end

return _M
