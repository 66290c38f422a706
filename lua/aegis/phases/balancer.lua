return function()
    require("aegis.request.forward").balancer()
end
