--- Requests from the choice of their target to their end, for upstreams that count or watch them.

local circuit_breaker = require "aegis.upstreams.circuit_breaker"
local in_flight = require "aegis.upstreams.in_flight"
local outcome = require "aegis.upstreams.outcome"
local passive_health = require "aegis.upstreams.passive_health"

local _M = {}

--- @return false where the target has as many under way as it may
local function hold(ctx, endpoint)
    local state, max = endpoint.state, endpoint.max_in_flight
    if not max then
        state.in_flight = state.in_flight + 1
    elseif not in_flight.enter(state, max) then
        return false
    end
    ctx.held = endpoint
    return true
end

local function release(endpoint)
    local state = endpoint.state
    if endpoint.max_in_flight then
        in_flight.leave(state)
    else
        state.in_flight = state.in_flight - 1
    end
end

--- @return false where the target has as many under way as it may
_M.begin = hold

--- There was no other target: the last try has been judged.
function _M.give_up(ctx)
    release(ctx.held)
    ctx.held = false
end

--- The target has no address that may be called.
function _M.unresolved(ctx)
    local watch, state = ctx.plan.pool.watch, ctx.held.state
    _M.give_up(ctx)
    if watch then
        passive_health.failed(watch, state, "no address")
    end
end

--- The request goes on at another target. @return false where that has as many under way as it may
function _M.move(ctx, endpoint)
    local left = ctx.held
    if not hold(ctx, endpoint) then
        return false
    end
    release(left)
    return true
end

--- A try failed. @param status nginx's word for it where something had been sent, or nil
function _M.failed(ctx, status)
    local watch = ctx.plan.pool.watch
    if watch then
        outcome.failed_try(watch, ctx, status)
    end
end

function _M.finish(ctx)
    local watch = ctx.plan.pool.watch
    release(ctx.held)
    if watch then
        outcome.judge(watch, ctx)
        if ctx.trial then
            circuit_breaker.undecided(watch, ctx)
        end
    end
    ctx.held = false
end

return _M
