local request_context = require("aegis.lib.request_context")
local run_plugins = require("aegis.request.run_plugins")

return function()
    local ctx = request_context.current()
    if ctx then
        ngx.arg[1] = run_plugins.answer_body(ctx, ngx.arg[1], ngx.arg[2])
    end
end
