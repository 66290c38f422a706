--- Brings this worker's samples to Redis, in the background and in batches. Away means: kept as far as there is room.

local json = require "aegis.lib.json"
local outbox = require "aegis.trace.outbox"
local redis = require "aegis.lib.redis"
local settings = require "aegis.config.settings"

local format = string.format

local _M = {}

local MAX_PER_CALL = 50

local KEPT_SECONDS, MAX_PER_APP, MAX_PER_REQUEST_ID = 3600, 10000, 5

--- Appends samples of one app and takes away what is too old or too much, with the lists that belong to it. Atomic,
-- and of one app's keys only (one hash tag).
-- KEYS: stream, number left out. ARGV: seconds, most of the app, most of a request id, left out since the last time,
-- then per sample: request id, summary, sample.
local SCRIPT = [[
local stream, seconds = KEYS[1], tonumber(ARGV[1])
for i = 5, #ARGV, 3 do
  redis.call('XADD', stream, '*', 'id', ARGV[i], 'summary', ARGV[i + 1])
  local list = stream .. ':of:' .. ARGV[i]
  redis.call('LPUSH', list, ARGV[i + 2])
  redis.call('LTRIM', list, 0, tonumber(ARGV[3]) - 1)
  redis.call('EXPIRE', list, seconds)
end
redis.call('EXPIRE', stream, seconds)
redis.call('XTRIM', stream, 'MINID', (redis.call('TIME')[1] - seconds) * 1000)
local surplus = redis.call('XLEN', stream) - tonumber(ARGV[2])
if surplus > 0 then
  for _, entry in ipairs(redis.call('XRANGE', stream, '-', '+', 'COUNT', surplus)) do
    redis.call('DEL', stream .. ':of:' .. entry[2][2])
    redis.call('XDEL', stream, entry[1])
  end
end
if tonumber(ARGV[4]) > 0 then
  redis.call('INCRBY', KEYS[2], ARGV[4])
  redis.call('EXPIRE', KEYS[2], seconds)
end
return true]]

local summary_fields = {
    "request_id", "at_ms", "kept_because", "environment", "method", "path", "status", "code", "route_id", "route",
    "tenant", "duration_ms",
}

local function summary_of(sample)
    local summary = {}
    for i = 1, #summary_fields do
        local name = summary_fields[i]
        summary[name] = sample[name]
    end
    return json.encode(summary)
end

--- @return a command with at most `MAX_PER_CALL` samples, beginning with the one at `first`
local function command(app_id, samples, first, dropped)
    local stream = format("aegis:1:{%s}:samples", app_id)
    local parts = {
        "EVAL", SCRIPT, 2, stream, stream .. ":dropped", KEPT_SECONDS, MAX_PER_APP, MAX_PER_REQUEST_ID, dropped,
    }
    for i = first, math.min(#samples, first + MAX_PER_CALL - 1) do
        parts[#parts + 1] = samples[i].request_id
        parts[#parts + 1] = summary_of(samples[i])
        parts[#parts + 1] = json.encode(samples[i])
    end
    return parts
end

local function commands_of(parcels)
    local commands = {}
    for app_id, parcel in pairs(parcels) do
        for first = 1, #parcel.samples, MAX_PER_CALL do
            commands[#commands + 1] = command(app_id, parcel.samples, first, first == 1 and parcel.dropped or 0)
        end
    end
    return commands
end

--- Redis is there and not ready: it refuses everything for a while.
local passing = { LOADING = true, BUSY = true, MASTERDOWN = true, CLUSTERDOWN = true, TRYAGAIN = true }

--- Other errors (out of memory, a right that is missing) will be there again next time: said, not retried.
-- @return whether everything should be sent again
local function is_passing(replies)
    for i = 1, #replies do
        local err = type(replies[i]) == "table" and replies[i].err
        if err then
            if passing[err:match "^%u+"] then
                return true
            end
            ngx.log(ngx.WARN, "samples: ", err)
            return false
        end
    end
    return false
end

--- Sends what waits. @return false when Redis is away
function _M.send()
    local parcels = outbox.take()
    if not parcels then
        return true
    end
    local client = redis.connect(settings.redis_state)
    local replies = client and client:pipeline(commands_of(parcels))
    if replies then
        client:release()
    end
    if not replies or is_passing(replies) then
        outbox.put_back(parcels)
        return false
    end
    return true
end

return _M
