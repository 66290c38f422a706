local request_context = require "aegis.lib.request_context"
local run_plugins = require "aegis.request.run_plugins"

--- Reading a piece makes a text of it, and writing one a copy: not for answers that no plugin wants.
return function()
    local ctx = request_context.current()
    if ctx and ctx.reads_body then
        local piece = ngx.arg[1]
        local changed = run_plugins.answer_body(ctx, piece, ngx.arg[2])
        if changed ~= piece then
            ngx.arg[1] = changed
        end
    end
end
