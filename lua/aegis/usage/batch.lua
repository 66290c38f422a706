--- The rows that this worker counts into, and how they leave: sealed into the queue once a second, longer when the
-- queue is behind. Counts add up, so waiting loses nothing: rows only gather more.

local batch_text = require "aegis.usage.batch_text"
local metrics = require "aegis.request.metrics"
local queue = require "aegis.usage.queue"
local settings = require "aegis.config.settings"

local floor, max, min = math.floor, math.max, math.min
local monotonic_ms = require("aegis.lib.clock").monotonic_ms
local now = ngx.now

local _M = {}

local HOUR = 3600
local BUCKETS = 14
-- How long rows gather, by how many batches wait in the queue.
local TICK_SECONDS = 1
local patience = { { waiting = 600, seconds = 60 }, { waiting = 60, seconds = 10 } }

--- Beyond these rows, in all and of one app, a batch stops telling callers apart; its totals stay exact. An app whose
-- callers are very many thereby leaves room for the others.
_M.bounds = { all = 50000, app = 10000 }

--- Number of the batch being filled: whoever holds rows compares it before using them.
_M.number = 1
--- When the hour of the batch ends, by the monotonic clock in milliseconds: cheap to compare for every request.
_M.hour_end = 0

local rows, count, from, hour_end = {}, 0, 0, 0
--- App → rows.
local of_app = {}
--- Batches of past hours that found no room in the queue.
local left_over = {}
local sealed_at = 0
-- Requests in batches that are finished.
local finished = 0

--- @param moment seconds since 1970
local function begin(moment)
    rows, count, from, of_app = {}, 0, moment, {}
    hour_end = (floor(moment / HOUR) + 1) * HOUR
    _M.number = _M.number + 1
    _M.hour_end = monotonic_ms() + (hour_end - moment) * 1000
end

local function zeros()
    local list = {}
    for i = 1, BUCKETS do
        list[i] = 0
    end
    return list
end

--- Adds a row with these names, and the metrics' `series` that it counts for; the caller counts into it until the
-- batch's number changes.
function _M.add(row)
    row.requests, row.refused, row.bytes_in, row.bytes_out, row.latency_ms = 0, 0, 0, 0, 0
    row.histogram = zeros()
    count = count + 1
    rows[count] = row
    of_app[row.app_id] = (of_app[row.app_id] or 0) + 1
    return row
end

--- Whether callers of the app get no more rows of their own.
function _M.full(app_id)
    return count >= _M.bounds.all or (of_app[app_id] or 0) >= _M.bounds.app
end

local function requests_of(list, last)
    local sum = 0
    for i = 1, last do
        sum = sum + list[i].requests
    end
    return sum
end

--- Requests that this worker counted since its start.
function _M.requests()
    return finished + requests_of(rows, count)
end

--- What the stream carries, without its sequence, which the queue gives.
local function finish(to)
    metrics.count_rows(rows)
    finished = finished + requests_of(rows, count)
    return { from = floor(from), to = floor(to), rows = batch_text.rows(rows, count) }
end

local function push(one)
    return queue.push(function(sequence)
        return batch_text.of({
            gateway = settings.gateway_id,
            boot = settings.boot,
            worker = ngx.worker.id(),
            sequence = sequence,
            from = one.from,
            to = one.to,
        }, one.rows)
    end)
end

local function push_left_over()
    while left_over[1] and push(left_over[1]) do
        table.remove(left_over, 1)
    end
    return #left_over == 0
end

--- A batch never crosses the hour: rows of the past one leave before the next request is counted.
function _M.turn_hour()
    -- The wall clock may have been set while the monotonic one went on: the next batch begins no earlier than this one.
    local moment = max(now(), from)
    if count > 0 then
        left_over[#left_over + 1] = finish(min(moment, hour_end - 1))
    end
    begin(moment)
end

--- Puts what was counted into the queue. Where there is no room it stays here and goes on gathering.
function _M.seal()
    local moment = now()
    if moment >= hour_end then
        _M.turn_hour()
    end
    if count == 0 then
        -- Nothing was counted since: what comes next belongs to the minute in which it comes.
        from = max(from, moment)
    end
    if push_left_over() and count > 0 and queue.has_room() then
        local one = finish(max(from, min(moment, hour_end - 1)))
        begin(moment)
        if not push(one) then
            left_over[1] = one
        end
    end
    sealed_at = moment
end

local function due(moment)
    local waiting = queue.waiting()
    for i = 1, #patience do
        if waiting >= patience[i].waiting then
            return moment - sealed_at >= patience[i].seconds
        end
    end
    return true
end

local function tick(premature)
    if premature or ngx.worker.exiting() or due(now()) then
        _M.seal()
    end
    if not premature then
        ngx.timer.at(TICK_SECONDS, tick)
    end
end

function _M.start()
    begin(now())
    ngx.timer.at(TICK_SECONDS, tick)
end

return _M
