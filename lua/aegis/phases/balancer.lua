return require("aegis.request.forward").balancer
