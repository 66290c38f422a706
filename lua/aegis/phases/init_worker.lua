local crypto = require("aegis.lib.crypto")
local exchange = require("aegis.limits.stores.exchange")
local batch = require("aegis.usage.batch")
local request_number = require("aegis.request.request_number")
local ship = require("aegis.usage.ship")
local worker = require("aegis.config.worker")

-- What was compiled while a worker was cold knows only the cold ways. It is compiled anew once traffic is warm.
local function compile_anew(premature)
    if not premature then
        jit.flush()
    end
end

return function()
    -- Forked workers must not share one sequence of random numbers.
    math.randomseed(ngx.worker.pid() + ngx.now() * 1000)
    request_number.seed()
    worker.start()
    exchange.start(crypto.hex(crypto.random_bytes(6)))
    batch.start()
    ship.start()
    ngx.timer.at(2, compile_anew)
    ngx.timer.at(20, compile_anew)
    -- Live data is large and changes little: collecting it half as often costs memory and saves time.
    collectgarbage("setpause", 400)
end
