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

--- The backend's headers, before any plugin changes them. A plugin that throws here is only reported.
function _M.answer_header(ctx)
    local list = ctx.plan and ctx.plan.header_readers
    for i = 1, list and #list or 0 do
        local ok, problem = pcall(list[i].object.answer_header, list[i].object, ctx)
        if not ok then
            failed(list[i], problem)
        end
    end
end

--- The backend's body, piece by piece.
-- @param last whether this is the last piece
-- @return what the client gets in its place
function _M.answer_body(ctx, piece, last)
    local list = ctx.plan and ctx.plan.body_readers
    for i = 1, list and #list or 0 do
        local ok, changed = pcall(list[i].object.answer_body, list[i].object, ctx, piece, last)
        if ok then
            piece = changed
        else
            failed(list[i], changed)
        end
    end
    return piece
end

--- Asks for another answer than that the backend cannot be reached. @return verdict, or nil
function _M.rescue(ctx, verdict)
    local list = ctx.plan and ctx.plan.rescuers
    for i = 1, list and #list or 0 do
        local ok, other = pcall(list[i].object.rescue, list[i].object, ctx, verdict)
        if not ok then
            failed(list[i], other)
        elseif other then
            return other
        end
    end
    return nil
end

--- After the answer.
function _M.log(list, ctx)
    for i = 1, #list do
        local ok, problem = pcall(list[i].object.log, list[i].object, ctx)
        if not ok then
            failed(list[i], problem)
        end
    end
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
