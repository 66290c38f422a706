--- What a gateway tells the admin about the targets of upstreams that requests reach here: at each change, and now and
-- then. See `UpstreamReport` in contracts/src/gateway-reports.ts.

local circuit_breaker = require "aegis.upstreams.circuit_breaker"
local health_store = require "aegis.upstreams.health_store"
local json = require "aegis.lib.json"
local names = require "aegis.config.names"
local settings = require "aegis.config.settings"
local state_store = require "aegis.limits.state_store"

local concat = table.concat

local _M = {}

local REPORT_SECONDS = 10
local EXPIRES_SECONDS = 60
local MAX_SHOWN = 1000

local function state_of(state)
    return state.out or state.share < 1 and "warming" or "healthy"
end

local function targets_of(watch)
    local list = {}
    for i = 1, #watch.targets do
        local target, state = watch.targets[i].target, watch.targets[i].state
        list[i] = { target = target.label .. target.path, state = state_of(state), reason = state.reason }
    end
    return list
end

--- What the report says besides who says it and when.
local function said(watch)
    return { circuit = circuit_breaker.state(watch), targets = targets_of(watch) }
end

local function deliver(key, text)
    local client, err = state_store.try_connect()
    if not client then
        return nil, err
    end
    local replies
    replies, err = client:pipeline {
        { "HSET", key, settings.gateway_id, text },
        { "EXPIRE", key, EXPIRES_SECONDS },
    }
    if not replies then
        state_store.failed()
        return nil, err
    end
    client:release()
    return true
end

local function send(premature, watch, known)
    if premature then
        return
    end
    local text = json.encode {
        gateway = settings.gateway_id,
        name = settings.gateway_name,
        circuit = known.circuit,
        targets = known.targets,
        at = ngx.time(),
    }
    local upstream = watch.upstream
    local ok, done = pcall(deliver, names.upstream_health(upstream.app_id, upstream.id), text)
    if not ok or not done then
        health_store.forget_report(upstream.id)
    end
end

--- The same text in every worker while nothing changes.
local function digest(known)
    local targets, parts = known.targets, { known.circuit or "" }
    for i = 1, #targets do
        parts[i + 1] = targets[i].target .. " " .. targets[i].state .. " " .. (targets[i].reason or "")
    end
    return concat(parts, "\n")
end

--- Reports an upstream when there is news. Never yields.
function _M.tick(watch)
    local known = said(watch)
    if health_store.report_is_news(watch.upstream.id, digest(known), REPORT_SECONDS) then
        ngx.timer.at(0, send, watch, known)
    end
end

--- Watched upstreams that requests reach in this worker, for the status port.
-- @param by_id upstream id → watch
function _M.all(by_id)
    local list = {}
    for id, watch in pairs(by_id) do
        if #list < MAX_SHOWN and watch.recent then
            local known = said(watch)
            known.id, known.app_id = id, watch.upstream.app_id
            list[#list + 1] = known
        end
    end
    return list
end

return _M
