return function()
    require("aegis.request.run").access()
end
