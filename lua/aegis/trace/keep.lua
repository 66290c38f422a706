--- Decides in the log phase whether a request is kept as a decision sample, and why.

local countdowns = require "aegis.trace.countdown"
local outbox = require "aegis.trace.outbox"
local sample = require "aegis.trace.sample"
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

--- Called for requests that were refused, that brought a trace token, or at which the site's countdown ended.
-- @param now monotonic milliseconds
function _M.request(ctx, now)
    local countdown = ctx.site.countdown
    local due = countdown.left <= 0 and countdowns.turn(countdown) or nil
    local reason = reason_of(ctx, due)
    local app_id = ctx.app.id
    if reason and outbox.admits(app_id, urgent[reason] == true, now) then
        outbox.put(app_id, sample.of(ctx, now, reason))
    end
end

jit.off(_M.request, true)

return _M
