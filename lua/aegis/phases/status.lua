--- The operator's port and the agent's socket.

local documents_file = require "aegis.config.documents_file"
local head = require "aegis.config.head"
local health_report = require "aegis.upstreams.health_report"
local json = require "aegis.lib.json"
local metrics = require "aegis.request.metrics"
local report = require "aegis.config.report"
local spans = require "aegis.trace.spans"
local watches = require "aegis.upstreams.watches"

local state = ngx.shared.aegis_state

local status = {}

local MOST_SPANS = 1000

local function answer(code, value)
    ngx.status = code
    ngx.header["Content-Type"] = "application/json"
    ngx.header["Cache-Control"] = "no-store"
    ngx.say(json.encode(value))
end

--- Seconds since the store last showed a head that we believe; absent before the first.
local function store_age()
    local seen = state:get("store_seen")
    return seen and math.max(0, math.floor(ngx.now() - seen))
end

local function store()
    return { age_seconds = store_age(), problem = state:get("store_problem") }
end

--- This worker runs.
function status.health()
    answer(200, { status = "ok" })
end

--- Every worker has a configuration to serve.
function status.ready()
    local ready = report.all_ready()
    local known = head.known()
    answer(ready and 200 or 503, {
        status = ready and "ready" or "configuration_unavailable",
        revision = known and known.revision,
        store = store(),
    })
end

--- Heartbeat, store and shared memory.
function status.status()
    local value = report.heartbeat()
    local known = head.known()
    value.head = known
    value.store = store()
    value.dictionaries = {}
    for name, dictionary in pairs(ngx.shared) do
        value.dictionaries[name] = { capacity_bytes = dictionary:capacity(), free_bytes = dictionary:free_space() }
    end
    answer(200, value)
end

--- Health of the upstreams that the answering worker watches.
function status.upstreams()
    answer(200, { upstreams = json.array(health_report.all(watches.by_id)) })
end

--- Prometheus text.
function status.metrics()
    ngx.header["Content-Type"] = "text/plain; version=0.0.4; charset=utf-8"
    ngx.print(metrics.render())
end

--- Every signed text in use, for the agent's file; 304 when nothing changed since its last look.
function status.documents()
    local version = documents_file.version()
    ngx.header["ETag"] = version
    if ngx.var.http_if_none_match == version then
        return ngx.exit(304)
    end
    ngx.header["Content-Type"] = "application/x-ndjson"
    documents_file.send()
end

--- Spans that wait, those of one request per line, for the agent.
function status.spans()
    local most, rejected = tonumber(ngx.var.arg_most), tonumber(ngx.var.arg_rejected)
    ngx.header["Content-Type"] = "application/x-ndjson"
    for _, text in ipairs(spans.take(math.min(most or 0, MOST_SPANS), rejected or 0)) do
        ngx.say(text)
    end
end

return status
