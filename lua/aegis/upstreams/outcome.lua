--- What came of a try, as nginx tells it, for upstreams that are watched.

local circuit_breaker = require "aegis.upstreams.circuit_breaker"
local passive_health = require "aegis.upstreams.passive_health"

local match = string.match
local tonumber = tonumber
local var = ngx.var

local _M = {}

-- What nginx calls a try that brought no answer. A backend that answers so says the same.
local gateway_statuses = { [502] = true, [504] = true }

--- The last of nginx's list of tries.
local function last(list)
    return list and match(list, "([%d.-]+)$")
end

--- nginx's word for a try that brought no answer.
local function silence(status)
    return status == 504 and "no answer in time" or "no answer"
end

local function note(watch, ctx, failed)
    if watch.upstream.circuit_breaker then
        circuit_breaker.note(watch, ctx, failed)
    end
end

local function answered(watch, ctx, status)
    local upstream = watch.upstream
    local passive, breaker = upstream.health.passive, upstream.circuit_breaker
    if passive and passive.statuses[status] then
        passive_health.failed(watch, ctx.held.state, "answered " .. status)
    end
    note(watch, ctx, breaker and breaker.statuses[status] == true)
end

local function silent(watch, ctx, reason)
    passive_health.failed(watch, ctx.held.state, reason)
    note(watch, ctx, true)
end

--- A request's last try has ended. A client that left says nothing about the target.
function _M.judge(watch, ctx)
    local status = tonumber(last(var.upstream_status))
    if not status then
        return
    elseif last(var.upstream_header_time) == "-" then
        silent(watch, ctx, silence(status))
    else
        answered(watch, ctx, status)
    end
end

--- A try failed, and there may be another one.
-- @param status nginx's word for it where something had been sent to the target, or nil
function _M.failed_try(watch, ctx, status)
    if status and not gateway_statuses[status] then
        answered(watch, ctx, status)
    else
        silent(watch, ctx, status and silence(status) or "no connection")
    end
end

return _M
