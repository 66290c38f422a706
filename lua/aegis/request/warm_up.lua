--- How LuaJIT compiles the request path. What it compiled while a worker was cold knows only the cold ways, and the
-- warm ones stay interpreted beside it: once enough requests came by, everything is compiled anew.

local batch = require "aegis.usage.batch"

local _M = {}

-- From the path to the last step is one trace. By default LuaJIT gives it up as too long, and for its tail calls, which
-- it bounds as it does the turns of loops. It gives up a way for good that it could not compile four times, even where
-- those four requests only happened to come before their key was known.
local ROOM = {
    "maxrecord=20000", "maxirconst=4000", "maxsnap=4000", "maxmcode=16384", "maxtrace=8000", "loopunroll=60",
    "tryside=200",
}
local WARM_REQUESTS = 2000
local INTERVAL_SECONDS = 1

local function look(premature)
    if premature then
        return
    end
    if batch.requests() >= WARM_REQUESTS then
        jit.flush()
    else
        ngx.timer.at(INTERVAL_SECONDS, look)
    end
end

function _M.start()
    jit.opt.start(unpack(ROOM))
    ngx.timer.at(INTERVAL_SECONDS, look)
end

return _M
