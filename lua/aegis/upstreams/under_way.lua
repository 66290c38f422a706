--- Requests from the choice of their target to their end, for upstreams that count or watch them.

local outcome = require "aegis.upstreams.outcome"

local _M = {}

local function hold(ctx, endpoint)
    local state = endpoint.state
    state.in_flight = state.in_flight + 1
    ctx.held = endpoint
end

local function release(ctx)
    local state = ctx.held.state
    state.in_flight = state.in_flight - 1
    ctx.held = false
end

function _M.begin(ctx, endpoint)
    hold(ctx, endpoint)
end

--- A try failed. @param status nginx's word for it where something had been sent, or nil
function _M.failed(ctx, status)
    local watch = ctx.plan.pool.watch
    if watch then
        outcome.failed_try(watch, ctx.held.state, status)
    end
end

--- The request goes on at another target.
function _M.move(ctx, endpoint)
    release(ctx)
    hold(ctx, endpoint)
end

--- There was no other target: the last try has been judged.
function _M.give_up(ctx)
    release(ctx)
end

function _M.finish(ctx)
    local watch, state = ctx.plan.pool.watch, ctx.held.state
    release(ctx)
    if watch then
        outcome.judge(watch, state)
    end
end

return _M
