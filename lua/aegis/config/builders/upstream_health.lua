--- What an upstream says about the health of its targets, as the gateway's workers read it.

local set = require "aegis.lib.set"

local _M = {}

--- @return nil where there is none
function _M.breaker(record)
    local wanted = record.circuit_breaker
    return wanted and {
        error_percent = wanted.error_percent,
        requests = wanted.requests,
        window_ms = wanted.window_ms,
        open_ms = wanted.open_ms,
        statuses = set.of(wanted.statuses),
    }
end

--- @return nil where nothing is watched
function _M.health(record)
    local wanted = record.health or {}
    local passive, active = wanted.passive, wanted.active
    if not (passive or active or wanted.slow_start_ms or record.circuit_breaker) then
        return nil
    end
    if active and not active.path:find "^/[!-~]*$" then
        error("the path of health checks is none", 0)
    end
    return {
        passive = passive and {
            failures = passive.failures,
            window_ms = passive.window_ms,
            eject_ms = passive.eject_ms,
            statuses = set.of(passive.statuses),
        },
        active = active,
        slow_start_ms = wanted.slow_start_ms,
    }
end

return _M
