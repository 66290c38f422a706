--- Runs the plugins of a place. A plugin returns nothing or a verdict; one that throws ends the request with 500:
-- skipping it could open what it was there to close.

local failures = require "aegis.plugins.failures"
local few = require "aegis.lib.few"

local each, first = few.each, few.first
local pcall = pcall

local _M = {}

local function failed(instance, problem)
    ngx.log(ngx.ERR, "plugin ", instance.name, " failed: ", problem)
    failures.note(instance.name, instance.version, problem)
    return { code = "plugin_failed", fields = { plugin = instance.name } }
end

local function access(instance, ctx)
    local ok, verdict = pcall(instance.object.access, instance.object, ctx)
    if not ok then
        verdict = failed(instance, verdict)
    end
    if verdict then
        ctx.decided_by = instance
    end
    return verdict
end

--- @param list plugins of one place, or nil
-- @return the first verdict, or nil
function _M.access(list, ctx)
    return list and first(list, access, ctx) or nil
end

local function answer_header(instance, ctx)
    local ok, problem = pcall(instance.object.answer_header, instance.object, ctx)
    if not ok then
        failed(instance, problem)
    end
end

--- The backend's headers, before any plugin changes them. A plugin that throws here is only reported.
function _M.answer_header(ctx)
    local list = ctx.plan and ctx.plan.header_readers
    if list then
        each(list, answer_header, ctx)
    end
end

local function answer_body(instance, ctx, piece, last)
    local ok, changed = pcall(instance.object.answer_body, instance.object, ctx, piece, last)
    if not ok then
        failed(instance, changed)
        return piece
    end
    return changed
end

--- The backend's body, piece by piece.
-- @param last whether this is the last piece
-- @return what the client gets in its place
function _M.answer_body(ctx, piece, last)
    local list = ctx.plan.body_readers
    piece = answer_body(list[1], ctx, piece, last)
    -- One alone without a loop (see `lib/few.lua`).
    if list[2] then
        for i = 2, #list do
            piece = answer_body(list[i], ctx, piece, last)
        end
    end
    return piece
end

local function rescue(instance, ctx, verdict)
    local ok, other = pcall(instance.object.rescue, instance.object, ctx, verdict)
    if not ok then
        failed(instance, other)
    end
    return ok and other or nil
end

--- Asks for another answer than that the backend cannot be reached. @return verdict, or nil
function _M.rescue(ctx, verdict)
    local list = ctx.plan and ctx.plan.rescuers
    return list and first(list, rescue, ctx, verdict) or nil
end

local function log(instance, ctx)
    local ok, problem = pcall(instance.object.log, instance.object, ctx)
    if not ok then
        failed(instance, problem)
    end
end

--- After the answer.
function _M.log(list, ctx)
    each(list, log, ctx)
end

local function header_filter(instance, ctx)
    local ok, problem = pcall(instance.object.header_filter, instance.object, ctx)
    if not ok then
        failed(instance, problem)
    end
end

--- Also runs for answers that the gateway makes itself. The status line may be on its way already, so a plugin that
-- throws here is only reported.
function _M.header_filter(ctx)
    local list = ctx.plan and ctx.plan.header_filters
    if list then
        each(list, header_filter, ctx)
    end
end

return _M
