local worker = require("aegis.config.worker")

return function()
    -- Forked workers must not share one sequence of random numbers.
    math.randomseed(ngx.worker.pid() + ngx.now() * 1000)
    worker.start()
end
