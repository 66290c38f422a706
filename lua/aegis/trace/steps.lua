--- The steps of a request with what each decided, told after the fact: a step passed when the request came further.

local details = require "aegis.trace.details"
local errors = require "aegis.generated.errors"

local _M = {}

local order = {
    "resolve", "admit", "match", "early_plugins", "authenticate", "authorize", "limit", "main_plugins", "forward",
}

--- Steps by the codes that only they answer with, after the caller is known.
local by_code = {
    rate_limited = "limit",
    limit_unavailable = "limit",
    upstream_unavailable = "forward",
    upstream_timeout = "forward",
    upstream_failed = "forward",
    upstream_address_refused = "forward",
    payload_too_large = "forward",
    too_many_in_flight = "forward",
    permission_denied = "authorize",
}

--- Before the caller is known it is how far the request came that tells.
local function early_step(ctx)
    if not ctx.path then
        return ctx.verdict.code == "bad_path" and "admit" or "resolve"
    end
    return ctx.route and "authenticate" or "match"
end

local function step_of_plugin(plugin)
    return plugin.place == "early" and "early_plugins" or "main_plugins"
end

--- @return the step that ended the request, or nil when it was forwarded
local function ending(ctx)
    local verdict = ctx.verdict
    if not verdict then
        return nil
    elseif verdict.step then
        return verdict.step
    elseif ctx.decided_by then
        return step_of_plugin(ctx.decided_by)
    elseif ctx.endpoint then
        return "forward"
    elseif not ctx.identity then
        return early_step(ctx)
    end
    return by_code[verdict.code] or "authorize"
end

local function outcome_of(verdict)
    if not verdict.code then
        return "answered"
    end
    local entry = errors[verdict.code]
    return entry and entry.status < 500 and "refused" or "failed"
end

local function about_of(ctx)
    if ctx.decided_by then
        return { kind = "plugin", id = "", name = ctx.decided_by.name }
    end
    return ctx.verdict.about or ctx.about or nil
end

--- A decision that was made when the request came to it, see `aegis.trace.sample`.
local function decided_rule(ctx, step)
    return step == "authorize" and ctx.decision and ctx.decision.rule or nil
end

local function rule_of(ctx, step)
    local verdict, decided = ctx.verdict, decided_rule(ctx, step)
    local told = verdict.rule or ctx.rule or nil
    if not told and decided and verdict.detail then
        return decided .. ": " .. verdict.detail
    end
    return told or decided or verdict.detail
end

local function refusal(ctx, step)
    return {
        step = step,
        outcome = outcome_of(ctx.verdict),
        rule = rule_of(ctx, step),
        about = about_of(ctx),
        details = details[step](ctx),
    }
end

local function passed(ctx, step)
    return {
        step = step,
        outcome = "passed",
        rule = decided_rule(ctx, step),
        details = details[step](ctx),
    }
end

--- Steps that have nothing to do for the route are left out.
local function has_work(ctx, step)
    if step == "early_plugins" then
        return ctx.plan and ctx.plan.early ~= nil
    elseif step == "main_plugins" then
        return ctx.plan and ctx.plan.main ~= nil
    end
    return true
end

--- List of `TraceStep`s, up to the one that ended the request.
function _M.of(ctx)
    local list, last = {}, ending(ctx)
    for i = 1, #order do
        local step = order[i]
        if step == last then
            list[#list + 1] = refusal(ctx, step)
            return list
        elseif has_work(ctx, step) then
            list[#list + 1] = passed(ctx, step)
        end
    end
    return list
end

return _M
