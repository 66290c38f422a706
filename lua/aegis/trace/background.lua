--- What a worker does for its samples beside serving: it sends them, and learns who watches.

local listeners = require "aegis.trace.listeners"
local ship = require "aegis.trace.ship"

local _M = {}

local INTERVAL_SECONDS, RETRY_SECONDS = 0.25, 1
-- The timer is renewed now and then, so that nginx frees what belongs to it.
local TURNS_PER_TIMER = 400

local function turn()
    listeners.look()
    return ship.send()
end

local function loop(premature)
    for _ = 1, TURNS_PER_TIMER do
        local ok, sent = pcall(turn)
        if not ok then
            ngx.log(ngx.ERR, "samples: ", sent)
        end
        if premature or ngx.worker.exiting() then
            return
        end
        ngx.sleep(ok and sent and INTERVAL_SECONDS or RETRY_SECONDS * (0.5 + math.random()))
    end
    ngx.timer.at(0, loop)
end

function _M.start()
    ngx.timer.at(0, loop)
end

return _M
