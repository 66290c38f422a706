local worker = require "aegis.config.worker"

return worker.stop
