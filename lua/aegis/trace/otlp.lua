--- Spans as OTLP/HTTP wants them in JSON: ids in hexadecimal, times in nanoseconds as text.

local json = require "aegis.lib.json"

local format, gsub, sub = string.format, string.gsub, string.sub
local floor, min = math.floor, math.min
local type = type

local _M = {}

-- Numbers of `SpanKind` and `StatusCode` in the protocol.
local SERVER, CLIENT = 2, 3
local ERROR = 2

local function value_of(value)
    if type(value) == "number" then
        return floor(value) == value and { intValue = format("%.0f", value) } or { doubleValue = value }
    end
    return { stringValue = value }
end

--- @param pairs_list `{ { name, value }, … }`; a value that is nil, false or empty is left out
local function attributes(pairs_list)
    local list = {}
    for i = 1, #pairs_list do
        local name, value = pairs_list[i][1], pairs_list[i][2]
        if value and value ~= "" then
            list[#list + 1] = { key = name, value = value_of(value) }
        end
    end
    return list
end

local function nanoseconds(ms)
    return format("%.0f000000", ms)
end

local function status_of(sample)
    return sample.status >= 500 and { code = ERROR, message = sample.code or format("%d", sample.status) } or {}
end

local function last_step(sample)
    return sample.code and sample.steps[#sample.steps].step or nil
end

--- The gateway's own work, from the first byte of the request to the last of its answer.
local function server_span(sample, about)
    return {
        traceId = sample.trace_id,
        spanId = about.span_id,
        parentSpanId = sample.parent_span_id,
        name = about.pattern and sample.method .. " " .. about.pattern or sample.method,
        kind = SERVER,
        startTimeUnixNano = nanoseconds(sample.at_ms),
        endTimeUnixNano = nanoseconds(sample.at_ms + sample.duration_ms),
        attributes = attributes {
            { "http.request.method", sample.method },
            { "http.route", about.pattern },
            { "http.response.status_code", sample.status },
            { "url.path", sample.path },
            { "server.address", sample.host },
            { "client.address", sample.client },
            { "network.protocol.version", (gsub(sample.protocol, "^HTTP/", "")) },
            { "aegis.request_id", sample.request_id },
            { "aegis.app", about.app },
            { "aegis.app_id", about.app_id },
            { "aegis.environment", sample.environment },
            { "aegis.tenant", sample.tenant },
            { "aegis.code", sample.code },
            { "aegis.refused_at", last_step(sample) },
        },
        status = status_of(sample),
    }
end

--- The call to the backend, which it knows as its parent. It is taken to end with the answer.
local function client_span(sample, about)
    local ends = sample.at_ms + sample.duration_ms
    local took = min(sample.upstream and sample.upstream.total_ms or 0, sample.duration_ms)
    return {
        traceId = sample.trace_id,
        spanId = about.upstream_span_id,
        parentSpanId = about.span_id,
        name = sample.method .. " " .. about.upstream,
        kind = CLIENT,
        startTimeUnixNano = nanoseconds(ends - took),
        endTimeUnixNano = nanoseconds(ends),
        attributes = attributes {
            { "http.request.method", sample.method },
            { "server.address", about.target },
            { "http.response.status_code", sample.status },
        },
        status = status_of(sample),
    }
end

--- The spans of a request as JSON objects with a comma between them.
-- @param sample the request's sample
-- @param about `span_id`, `app`, `app_id`; `pattern` of the route where there is one; `upstream_span_id`, `upstream`
-- and `target` where the request was forwarded
function _M.spans(sample, about)
    local text = json.encode(server_span(sample, about))
    if about.upstream_span_id then
        text = text .. "," .. json.encode(client_span(sample, about))
    end
    return text
end

--- The body of one export.
-- @param lines a line of `spans` per request, each with a line's end
-- @param resource `{ { name, value }, … }`
function _M.export(lines, resource, version)
    return '{"resourceSpans":[{"resource":' .. json.encode { attributes = attributes(resource) }
        .. ',"scopeSpans":[{"scope":' .. json.encode { name = "aegis", version = version }
        .. ',"spans":[' .. gsub(sub(lines, 1, -2), "\n", ",") .. "]}]}]}"
end

return _M
