--- Decides in the log phase whether a request is kept as a decision sample, and why.

local countdowns = require "aegis.trace.countdown"
local outbox = require "aegis.trace.outbox"
local sample = require "aegis.trace.sample"
local spans = require "aegis.trace.spans"
local token = require "aegis.trace.token"

local _M = {}

-- What somebody looks for: it may use all of the app's room.
local urgent = { refused = true, token = true }

local function reason_of(ctx, due)
    if ctx.verdict and ctx.verdict.code then
        return "refused"
    elseif ctx.trace_token and token.fits(ctx.trace_token, ctx.app.id, ctx.environment) then
        return "token"
    end
    return due
end

--- Why it is kept even if it was not refused: decided before it was forwarded, or now that its turn has come.
local function turn_of(ctx)
    local countdown = ctx.site.countdown
    if ctx.span then
        return ctx.span
    elseif countdown.left > 0 then
        return nil
    elseif spans.decided(ctx) then
        return countdowns.pass(countdown)
    end
    return countdowns.turn(countdown, "left")
end

--- Called for requests that were refused, that are watched (a trace token, a span), or whose turn has come.
-- @param now monotonic milliseconds
function _M.request(ctx, now)
    local reason = reason_of(ctx, turn_of(ctx))
    local app_id = ctx.app.id
    if reason and outbox.admits(app_id, urgent[reason] == true, now) then
        local one = sample.of(ctx, now, reason)
        outbox.put(app_id, one)
        spans.tell(one, ctx)
    end
end

jit.off(_M.request, true)

return _M
