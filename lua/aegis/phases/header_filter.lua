local request_context = require "aegis.lib.request_context"
local run_plugins = require "aegis.request.run_plugins"

return function()
    local ctx = request_context.current()
    if ctx then
        run_plugins.answer_header(ctx)
        run_plugins.header_filter(ctx)
    end
end
