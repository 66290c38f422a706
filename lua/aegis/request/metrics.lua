--- Prometheus metrics with few fixed labels and a bound on their series. Workers gather in their own tables and add
-- to shared memory once a second; a scrape reads value by value, never holds the memory for long, and lets requests
-- have their turn in between.

local format = string.format

local dict = ngx.shared.aegis_metrics

local _M = {}

local MAX_SERIES = 5000
-- How many of them a scrape reads at a stretch: less than a millisecond.
local STRETCH = 500
local bounds = { 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000 }

local answers = {}
-- Series → what to add with the next batch.
local later = {}

--- Counts an answer that the gateway made itself.
function _M.count_answer(verdict)
    local code = verdict.code or "plugin"
    answers[code] = (answers[code] or 0) + 1
end

--- Adds to a counter with its labels, a fixed text, when this worker next tells what it counted.
function _M.add_later(series, value)
    later[series] = (later[series] or 0) + value
end

--- Series are numbered as they appear, so that a scrape can walk them without listing the memory's keys.
local function create(name)
    local number = dict:incr("series", 1, 0)
    if number > MAX_SERIES then
        dict:incr("series", -1)
        dict:incr("aegis_dropped_series_total", 1, 0)
        return false
    end
    if not dict:safe_add(name, 0) then
        dict:incr("series", -1)
        return false
    end
    dict:set("series " .. number, name)
    return true
end

local function add(name, value)
    if value ~= 0 and not dict:incr(name, value) and create(name) then
        dict:incr(name, value)
    end
end

--- The series that the answers of one class count for.
function _M.series(slug, environment, class)
    local labels = format('{app="%s",environment="%s",class="%dxx"}', slug, environment, class)
    return {
        requests = "aegis_requests_total" .. labels,
        bytes_in = "aegis_request_bytes_total" .. labels,
        bytes_out = "aegis_response_bytes_total" .. labels,
    }
end

local function add_row(row)
    local series = row.series
    add(series.requests, row.requests)
    add(series.bytes_in, row.bytes_in)
    add(series.bytes_out, row.bytes_out)
end

local function add_latencies(rows)
    local totals, milliseconds, requests = {}, 0, 0
    for i = 1, #rows do
        milliseconds, requests = milliseconds + rows[i].latency_ms, requests + rows[i].requests
        for bucket = 1, #bounds + 1 do
            totals[bucket] = (totals[bucket] or 0) + rows[i].histogram[bucket]
        end
    end
    for bucket = 1, #bounds + 1 do
        dict:incr("bucket " .. bucket, totals[bucket] or 0, 0)
    end
    dict:incr("latency_ms", milliseconds, 0)
    dict:incr("latencies", requests, 0)
end

--- Adds the rows of a sealed batch, and the answers since the last one.
function _M.count_rows(rows)
    for i = 1, #rows do
        add_row(rows[i])
    end
    add_latencies(rows)
    for code, count in pairs(answers) do
        add(format('aegis_answers_total{code="%s"}', code), count)
        answers[code] = nil
    end
    for series, value in pairs(later) do
        add(series, value)
        later[series] = nil
    end
end

local help = {
    aegis_requests_total = "Requests by app, environment and class of status.",
    aegis_request_bytes_total = "Bytes received from clients.",
    aegis_response_bytes_total = "Bytes sent to clients.",
    aegis_answers_total = "Answers that the gateway made itself, by code.",
    aegis_samples_total = "Requests that were kept for traces, by reason.",
    aegis_dropped_counters_total = "Requests whose limits had no room for a counter of their own.",
    aegis_export_dropped_total = "Log lines that found no room on their way out, by app.",
    aegis_export_failures_total = "Batches of log lines that could not be sent, by app.",
    aegis_unmetered_answers_total = "Answers that a meter was to read and could not, by app.",
    aegis_spans_total = "Requests whose spans wait for the agent.",
    aegis_spans_dropped_total = "Requests whose spans were left out, by who had no room for them.",
    aegis_samples_dropped_total = "Requests that were to be kept for traces and were not, for lack of room.",
}

local function series_by_metric()
    local by_metric = {}
    for number = 1, dict:get "series" or 0 do
        local name = dict:get("series " .. number)
        local metric = name and name:match "^[%w_]+"
        if metric then
            by_metric[metric] = by_metric[metric] or {}
            table.insert(by_metric[metric], name .. " " .. format("%d", dict:get(name) or 0))
        end
        if number % STRETCH == 0 then
            ngx.sleep(0)
        end
    end
    return by_metric
end

local function write_histogram(out)
    local total = 0
    out[#out + 1] = "# HELP aegis_request_duration_milliseconds "
        .. "Time from the first byte of a request to the last of its answer."
    out[#out + 1] = "# TYPE aegis_request_duration_milliseconds histogram"
    for bucket = 1, #bounds + 1 do
        total = total + (dict:get("bucket " .. bucket) or 0)
        local bound = bounds[bucket] or "+Inf"
        out[#out + 1] = format('aegis_request_duration_milliseconds_bucket{le="%s"} %d', bound, total)
    end
    out[#out + 1] = format("aegis_request_duration_milliseconds_sum %d", dict:get "latency_ms" or 0)
    out[#out + 1] = format("aegis_request_duration_milliseconds_count %d", dict:get "latencies" or 0)
end

local function write_counter(out, metric, text, lines)
    out[#out + 1] = format("# HELP %s %s", metric, text)
    out[#out + 1] = format("# TYPE %s counter", metric)
    for i = 1, #lines do
        out[#out + 1] = lines[i]
    end
end

--- The metrics in Prometheus' text form.
function _M.render()
    local out, by_metric = {}, series_by_metric()
    for metric, lines in pairs(by_metric) do
        write_counter(out, metric, help[metric] or metric, lines)
    end
    write_histogram(out)
    write_counter(out, "aegis_dropped_series_total", "Series left out because there are too many.", {
        format("aegis_dropped_series_total %d", dict:get "aegis_dropped_series_total" or 0),
    })
    return table.concat(out, "\n") .. "\n"
end

return _M
