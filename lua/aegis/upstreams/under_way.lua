--- Counts the requests that a target is working on, for upstreams that want to know.

local _M = {}

local function hold(ctx, state)
    state.in_flight = state.in_flight + 1
    ctx.held = state
end

local function release(ctx)
    local state = ctx.held
    state.in_flight = state.in_flight - 1
    ctx.held = false
end

function _M.begin(ctx, endpoint)
    hold(ctx, endpoint.state)
end

--- The request goes on at another target.
function _M.move(ctx, endpoint)
    release(ctx)
    hold(ctx, endpoint.state)
end

function _M.finish(ctx)
    release(ctx)
end

return _M
