--- The tables of requests, used again: a table with all of its fields at once is made only when there is none to
-- spare. Fields that a request did not reach are false.

local _M = {}

local MAX_SPARE = 1024

local spare, count = {}, 0

local function new()
    return {
        method = false, client_ip = false, began = false, api_key = false,
        authorization = false, connection = false,
        sent_request_id = false, sent_traceparent = false, upgrade = false, number = false, client_request_id = false,
        foreign_headers = false, host = false, site = false, app = false,
        environment = false, path = false, query = false,
        rewritten = false, verbatim = false, route = false, plan = false, preflight = false,
        params = false, allowed = false,
        identity = false, ip_subject = false, endpoint = false, address = false, location = false, tries = false,
        tried = false, failure = false, tls_pool = false, tls_idle = false, held = false,
        app_held = false, trial = false,
        verdict = false, cached = false, reads_body = false, metered = false, units = false,
        watched = false, trace_token = false, span = false, decided_by = false, decision = false, rule = false,
        about = false,
        told_policy = false, told_policies = false, told_left = false, told_seconds = false,
    }
end

function _M.take()
    if count == 0 then
        return new()
    end
    local ctx = spare[count]
    count = count - 1
    return ctx
end

--- Nobody may hold on to the table after this.
function _M.give_back(ctx)
    if count == MAX_SPARE then
        return
    end
    ctx.api_key, ctx.authorization, ctx.connection, ctx.foreign_headers = false, false, false, false
    ctx.sent_request_id, ctx.sent_traceparent, ctx.client_request_id, ctx.upgrade = false, false, false, false
    ctx.host, ctx.site, ctx.app, ctx.environment, ctx.path, ctx.query = false, false, false, false, false, false
    ctx.verbatim, ctx.route, ctx.plan, ctx.preflight = false, false, false, false
    ctx.params, ctx.allowed, ctx.rewritten = false, false, false
    ctx.identity, ctx.ip_subject, ctx.endpoint, ctx.address, ctx.location = false, false, false, false, false
    ctx.tries, ctx.tried, ctx.failure, ctx.tls_pool, ctx.tls_idle = false, false, false, false, false
    ctx.held, ctx.app_held, ctx.trial = false, false, false
    ctx.verdict, ctx.cached, ctx.reads_body, ctx.metered, ctx.units = false, false, false, false, false
    ctx.watched, ctx.trace_token, ctx.span, ctx.decided_by = false, false, false, false
    ctx.decision, ctx.rule, ctx.about = false, false, false
    ctx.told_policy, ctx.told_policies = false, false
    count = count + 1
    spare[count] = ctx
end

return _M
