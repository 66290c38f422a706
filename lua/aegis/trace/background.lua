--- What a worker does for its samples beside serving: it sends them, and learns who watches.

local guarded = require "aegis.lib.guarded"
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
        local sent = guarded("samples", turn)
        if premature or ngx.worker.exiting() then
            return
        end
        ngx.sleep(sent and INTERVAL_SECONDS or RETRY_SECONDS * (0.5 + math.random()))
    end
    ngx.timer.at(0, loop)
end

function _M.start()
    ngx.timer.at(0, loop)
end

return _M
