--- Runs the plugins of a place. A plugin returns nothing or a verdict; one that throws ends the request with 500:
-- skipping it could open what it was there to close.

local failures = require "aegis.plugins.failures"

local pcall = pcall

local _M = {}

local function failed(instance, problem)
    ngx.log(ngx.ERR, "plugin ", instance.name, " failed: ", problem)
    failures.note(instance.name, instance.version, problem)
    return { code = "plugin_failed", fields = { plugin = instance.name } }
end

--- @param list plugins of one place, or nil
-- @return the first verdict, or nil
function _M.access(list, ctx)
    if not list then
        return nil
    end
    for i = 1, #list do
        local instance = list[i]
        local ok, verdict = pcall(instance.object.access, instance.object, ctx)
        if not ok then
            verdict = failed(instance, verdict)
        end
        if verdict then
            ctx.decided_by = instance
            return verdict
        end
    end
    return nil
end

--- Also runs for answers that the gateway makes itself. The status line may be on its way already, so a plugin that
-- throws here is only reported.
function _M.header_filter(ctx)
    local list = ctx.plan and ctx.plan.header_filters
    if not list then
        return
    end
    for i = 1, #list do
        local instance = list[i]
        local ok, problem = pcall(instance.object.header_filter, instance.object, ctx)
        if not ok then
            failed(instance, problem)
        end
    end
end

return _M
