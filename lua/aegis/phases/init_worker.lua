local counters = require "aegis.limits.counters"
local crypto = require "aegis.lib.crypto"
local heap = require "aegis.config.heap"
local exchange = require "aegis.limits.stores.exchange"
local batch = require "aegis.usage.batch"
local in_flight = require "aegis.upstreams.in_flight"
local keeper = require "aegis.quotas.keeper"
local request_number = require "aegis.request.request_number"
local samples = require "aegis.trace.background"
local ship = require "aegis.usage.ship"
local warm_up = require "aegis.request.warm_up"
local worker = require "aegis.config.worker"

return function()
    -- Forked workers must not share one sequence of random numbers.
    math.randomseed(ngx.worker.pid() + ngx.now() * 1000)
    request_number.seed()
    in_flight.start()
    worker.start()
    local worker_name = crypto.hex(crypto.random_bytes(6))
    exchange.start(worker_name)
    counters.start()
    keeper.start(worker_name)
    batch.start()
    ship.start()
    samples.start()
    warm_up.start()
    heap.tune(0)
end
