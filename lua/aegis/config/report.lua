--- What this gateway tells the admin: the revision that all its workers serve, refusals, and a heartbeat.
-- The worker that follows sends for all.

local json = require "aegis.lib.json"
local failures = require "aegis.plugins.failures"
local names = require "aegis.config.names"
local nginx_counters = require "aegis.lib.nginx_counters"
local redis = require "aegis.lib.redis"
local refusals = require "aegis.config.refusals"
local settings = require "aegis.config.settings"

local now = ngx.now
local state = ngx.shared.aegis_state
local worker = ngx.worker

local report = {}

local HEARTBEAT_SECONDS = 1
local HEARTBEAT_EXPIRES_SECONDS = 60
local REPORTS_BOUND = 10000
local PAUSE_SECONDS = 0.5

local sending = false
local next_heartbeat, paused_until = 0, 0
local reported_revision, reported_refusals = -1, -1

--- Each worker says up to which revision it serves everything.
function report.serves(revision)
    state:set("served " .. worker.id(), revision)
end

--- Each worker says whether it can serve requests.
function report.ready(ready)
    state:set("ready " .. worker.id(), ready)
end

--- Whether every worker can.
function report.all_ready()
    for id = 0, worker.count() - 1 do
        if not state:get("ready " .. id) then
            return false
        end
    end
    return true
end

--- Each worker says what it holds, for heartbeat and status.
function report.holds(documents, bytes)
    state:set("built " .. worker.id(), documents)
    state:set("bytes " .. worker.id(), bytes)
end

local function sum(prefix)
    local total = 0
    for id = 0, worker.count() - 1 do
        total = total + (state:get(prefix .. id) or 0)
    end
    return total
end

--- Revision that every worker serves; 0 while one of them does not serve yet.
function report.revision()
    local lowest = math.huge
    for id = 0, worker.count() - 1 do
        lowest = math.min(lowest, state:get("served " .. id) or 0)
    end
    return lowest
end

--- Heartbeat as contracts/src/gateway-reports.ts describes it.
function report.heartbeat()
    return {
        id = settings.gateway_id,
        name = settings.gateway_name,
        boot = settings.boot,
        version = settings.version,
        revision = report.revision(),
        epoch = state:get("epoch") or 0,
        workers = worker.count(),
        documents = sum("built "),
        memory_bytes = sum("bytes "),
        connections = nginx_counters.connections(),
        requests = nginx_counters.requests(),
        refusals = refusals.list(),
        plugin_failures = failures.list(),
        at = ngx.time(),
    }
end

local function report_command(revision)
    local text = json.encode({ gateway = settings.gateway_id, revision = revision, refusals = refusals.list() })
    return { "XADD", names.reports, "MAXLEN", "~", REPORTS_BOUND, "*", "report", text }
end

local function heartbeat_commands(commands)
    local text = json.encode(report.heartbeat())
    local id = settings.gateway_id
    commands[#commands + 1] = { "SET", names.gateway(id), text, "EX", HEARTBEAT_EXPIRES_SECONDS }
    commands[#commands + 1] = { "ZADD", names.gateways, ngx.time(), id }
end

local function deliver(commands)
    local client, err = redis.connect(settings.redis_state)
    if not client then
        return nil, err
    end
    local replies
    replies, err = client:pipeline(commands)
    if not replies then
        return nil, err
    end
    client:release()
    for i = 1, #replies do
        if type(replies[i]) == "table" and replies[i].err then
            return nil, replies[i].err
        end
    end
    return true
end

local function send(premature, revision, refusals_version)
    if premature then
        sending = false
        return
    end
    local commands = {}
    if revision ~= reported_revision or refusals_version ~= reported_refusals then
        commands[1] = report_command(revision)
    end
    heartbeat_commands(commands)
    local ok, done = pcall(deliver, commands)
    sending = false
    if ok and done then
        reported_revision, reported_refusals = revision, refusals_version
        next_heartbeat = now() + HEARTBEAT_SECONDS
    else
        paused_until = now() + PAUSE_SECONDS * (0.5 + math.random())
    end
end

local function due(revision, refusals_version)
    if sending or now() < paused_until then
        return false
    end
    return now() >= next_heartbeat or revision ~= reported_revision or refusals_version ~= reported_refusals
end

--- Called by the ticker of the worker that follows.
function report.tick()
    local revision, refusals_version = report.revision(), refusals.version()
    if due(revision, refusals_version) then
        sending = ngx.timer.at(0, send, revision, refusals_version) ~= nil
    end
end

return report
