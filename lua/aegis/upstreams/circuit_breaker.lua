--- An upstream that fails too large a part of its requests gets none for a while; then one of them tries whether it
-- is well again. The same for all workers of a gateway.

local health_store = require "aegis.upstreams.health_store"
local monotonic_ms = require("aegis.lib.clock").monotonic_ms

local ceil, floor, max = math.ceil, math.floor, math.max
local dict = ngx.shared.aegis_upstreams

local _M = {}

local FORGET_SECONDS = 3600

local function refusal(milliseconds)
    return {
        code = "upstream_unavailable",
        detail = "Too many requests to the upstream failed; its circuit breaker is open.",
        retry_after = max(1, ceil(milliseconds / 1000)),
    }
end

--- @return nil, where the request may go on (`ctx.trial`: it is the one that tries); or the verdict
function _M.admit(watch, ctx)
    local open_until = watch.open_until
    if open_until == 0 then
        return nil
    end
    local now, settings = monotonic_ms(), watch.upstream.circuit_breaker
    if now < open_until then
        return refusal(open_until - now)
    elseif not health_store.claim("trial " .. watch.upstream.id, settings.open_ms / 1000) then
        return refusal(1000)
    end
    ctx.trial = true
    return nil
end

--- The request that was to try came to no end that says anything: another one may.
function _M.undecided(watch, ctx)
    ctx.trial = false
    health_store.give_back("trial " .. watch.upstream.id)
end

local function open(watch)
    local id, milliseconds = watch.upstream.id, watch.upstream.circuit_breaker.open_ms
    watch.open_until = monotonic_ms() + milliseconds
    dict:set("open " .. id, watch.open_until, FORGET_SECONDS)
    health_store.changed(id)
end

local function close(watch)
    local id = watch.upstream.id
    watch.open_until = 0
    dict:delete("open " .. id)
    health_store.changed(id)
end

--- Counted in windows that are the same in all workers.
local function count(watch, failed)
    local settings, id = watch.upstream.circuit_breaker, watch.upstream.id
    local window = floor(monotonic_ms() / settings.window_ms) .. " " .. id
    local seconds = 2 * settings.window_ms / 1000
    local requests = dict:incr("requests " .. window, 1, 0, seconds)
    if not failed then
        return
    end
    local failures = dict:incr("failed " .. window, 1, 0, seconds)
    if requests and failures and requests >= settings.requests
        and failures * 100 >= requests * settings.error_percent then
        open(watch)
    end
end

--- A request has ended. What was under way when the circuit opened says nothing new.
function _M.note(watch, ctx, failed)
    if ctx.trial then
        _M.undecided(watch, ctx)
        if failed then
            open(watch)
        else
            close(watch)
        end
    elseif watch.open_until == 0 then
        count(watch, failed)
    end
end

--- Takes over what the other workers found out.
function _M.read(watch)
    watch.open_until = dict:get("open " .. watch.upstream.id) or 0
end

--- @return "closed", "open" or "half_open"; nil where there is no breaker
function _M.state(watch)
    if not watch.upstream.circuit_breaker then
        return nil
    elseif watch.open_until == 0 then
        return "closed"
    end
    return monotonic_ms() < watch.open_until and "open" or "half_open"
end

return _M
