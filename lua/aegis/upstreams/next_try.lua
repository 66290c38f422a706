--- Where a request goes after a try that failed, if anywhere. nginx asks only about what may be sent twice: a request
-- of which nothing was sent, or an idempotent one. POST is never sent again.

local balancer = require "ngx.balancer"
local pool = require "aegis.request.pool"
local retry_budget = require "aegis.upstreams.retry_budget"
local under_way = require "aegis.upstreams.under_way"

local var = ngx.var

local _M = {}

-- Methods that carry a body as a rule go again only where the upstream wants bodies read whole first.
local repeatable = { GET = true, HEAD = true, DELETE = true, OPTIONS = true }

--- Whether a request may be sent again after an answer that the upstream's owner listed.
function _M.repeats(ctx, target)
    return target.repeat_location ~= nil and (ctx.plan.pool.upstream.buffers_requests or repeatable[ctx.method] == true)
end

--- Tells nginx how often it may ask. One time more than there are tries tells how the last one failed; but an answer
-- that nginx may ask about is thrown away then, so where answers are tried again the number is exact.
function _M.allow(ctx)
    local upstream_pool, endpoint = ctx.plan.pool, ctx.endpoint
    local budget, retries = upstream_pool.budget, upstream_pool.upstream.retries
    if budget and _M.repeats(ctx, endpoint.target) then
        retry_budget.earn(budget)
        if retries > 0 and retry_budget.has(budget) then
            balancer.set_more_tries(retries)
        end
    elseif pool.has_other(upstream_pool, endpoint) then
        balancer.set_more_tries(retries + 1)
    end
end

--- Whether the last try got as far as sending something. nginx's own list ends with the try that begins now.
local function was_sent()
    local sent = var.upstream_bytes_sent
    local last = sent and sent:match "(%d+)[^%d]*$"
    return last ~= nil and last ~= "0"
end

local function note_failure(ctx, status)
    if ctx.held then
        under_way.failed(ctx, status)
    end
end

local function after_failed_connect(ctx)
    note_failure(ctx)
    ctx.tried = ctx.tried or {}
    local upstream_pool = ctx.plan.pool
    return pool.pick_other(upstream_pool, ctx, ctx.tries <= upstream_pool.upstream.retries)
end

--- Without another try nginx calls everything 502.
local function give_up(ctx, status)
    ctx.failure = status
    return nil
end

local function after_listed_answer(ctx, status)
    note_failure(ctx, status)
    local upstream_pool = ctx.plan.pool
    if ctx.tries > upstream_pool.upstream.retries or not retry_budget.spend(upstream_pool.budget) then
        return give_up(ctx, status)
    end
    ctx.tried = ctx.tried or {}
    return pool.pick_next(upstream_pool, ctx)
end

--- An idempotent request whose connection broke is tried again on the same target once, since it may have been a kept
-- connection that the other side had closed.
local function after_broken_connection(ctx, status)
    if status == 504 or ctx.tries > 1 then
        note_failure(ctx, status)
        return give_up(ctx, status)
    end
    return ctx.endpoint, ctx.address
end

--- @return endpoint and address, or nil where the request ends with what the last try brought
function _M.place(ctx)
    if not was_sent() then
        return after_failed_connect(ctx)
    end
    local _, status = balancer.get_last_failure()
    local statuses = ctx.plan.pool.upstream.retry_statuses
    if statuses and statuses[status] and _M.repeats(ctx, ctx.endpoint.target) then
        return after_listed_answer(ctx, status)
    end
    return after_broken_connection(ctx, status)
end

return _M
