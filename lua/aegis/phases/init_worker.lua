local crypto = require("aegis.lib.crypto")
local exchange = require("aegis.limits.stores.exchange")
local batch = require("aegis.usage.batch")
local request_number = require("aegis.request.request_number")
local samples = require("aegis.trace.background")
local ship = require("aegis.usage.ship")
local warm_up = require("aegis.request.warm_up")
local worker = require("aegis.config.worker")

return function()
    -- Forked workers must not share one sequence of random numbers.
    math.randomseed(ngx.worker.pid() + ngx.now() * 1000)
    request_number.seed()
    worker.start()
    exchange.start(crypto.hex(crypto.random_bytes(6)))
    batch.start()
    ship.start()
    samples.start()
    warm_up.start()
    -- Live data is large and changes little: collecting it half as often costs memory and saves time.
    collectgarbage("setpause", 400)
end
