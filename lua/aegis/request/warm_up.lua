--- What LuaJIT compiled while a worker was cold knows only the cold ways, and the warm ones stay interpreted beside
-- it. Once enough requests came by, everything is compiled anew.

local batch = require("aegis.usage.batch")

local _M = {}

-- Compiled anew when a worker has served so many requests.
local STEPS = { 2000, 20000 }
local INTERVAL_SECONDS = 1

local function look(premature, step)
    if premature then
        return
    end
    if batch.requests() >= STEPS[step] then
        jit.flush()
        step = step + 1
    end
    if STEPS[step] then
        ngx.timer.at(INTERVAL_SECONDS, look, step)
    end
end

function _M.start()
    ngx.timer.at(INTERVAL_SECONDS, look, 1)
end

return _M
