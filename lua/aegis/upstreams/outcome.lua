--- What came of a try, as nginx tells it, for upstreams that are watched.

local passive_health = require "aegis.upstreams.passive_health"

local match = string.match
local tonumber = tonumber
local var = ngx.var

local _M = {}

--- The last of nginx's list of tries.
local function last(list)
    return list and match(list, "([%d.-]+)$")
end

--- nginx's word for a try that brought no answer.
local function silence(status)
    return status == 504 and "no answer in time" or "no answer"
end

--- A request's last try has ended. A client that left says nothing about the target.
function _M.judge(watch, state)
    local status = tonumber(last(var.upstream_status))
    if not status then
        return
    end
    if last(var.upstream_header_time) == "-" then
        passive_health.failed(watch, state, silence(status))
    elseif passive_health.is_failure(watch, status) then
        passive_health.failed(watch, state, "answered " .. status)
    end
end

--- A try failed, and there may be another one.
-- @param status nginx's word for it where something had been sent to the target, or nil
function _M.failed_try(watch, state, status)
    passive_health.failed(watch, state, status and silence(status) or "no connection")
end

return _M
