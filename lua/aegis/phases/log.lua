local request_context = require("aegis.lib.request_context")

return function()
    request_context.clear()
end
