--- Samples of this worker that wait for their way to Redis: few per app and second, few in all. What finds no room is
-- left out and counted.

local generations = require "aegis.lib.generations"
local metrics = require "aegis.request.metrics"

local min = math.min

local _M = {}

-- Of one app: so many at once, then so many per second. The last of them are for refused and traced requests only.
local BURST, PER_MS, RESERVE = 300, 20 / 1000, 100
local MAX_WAITING = 1000

--- App id → `{ level, at }`: how many samples the app may have at a moment (monotonic milliseconds).
local allowances = generations.new(5000)
--- App id → `{ samples, dropped }`.
local waiting, count = {}, 0

local function allowance_of(app_id, now)
    local one = allowances:get(app_id)
    if not one then
        one = { level = BURST, at = now }
        allowances:set(app_id, one)
    end
    one.level = min(BURST, one.level + (now - one.at) * PER_MS)
    one.at = now
    return one
end

local function parcel_of(app_id)
    local parcel = waiting[app_id]
    if not parcel then
        parcel = { samples = {}, dropped = 0 }
        waiting[app_id] = parcel
    end
    return parcel
end

--- Whether there is room for one more sample of an app; where not, it is counted as left out.
function _M.admits(app_id, urgent, now)
    local allowance = allowance_of(app_id, now)
    if count < MAX_WAITING and allowance.level >= (urgent and 1 or RESERVE + 1) then
        allowance.level = allowance.level - 1
        return true
    end
    metrics.add_later("aegis_samples_dropped_total", 1)
    local parcel = waiting[app_id]
    -- Where nothing else of the app waits, its number is not worth a place of its own.
    if parcel then
        parcel.dropped = parcel.dropped + 1
    end
    return false
end

function _M.put(app_id, one)
    local samples = parcel_of(app_id).samples
    samples[#samples + 1] = one
    count = count + 1
    metrics.add_later('aegis_samples_total{because="' .. one.kept_because .. '"}', 1)
end

--- Everything that waits: app id → `{ samples, dropped }`, or nil when nothing does.
function _M.take()
    if count == 0 then
        return nil
    end
    local parcels = waiting
    waiting, count = {}, 0
    return parcels
end

--- Puts back what could not be sent, as far as there is room.
function _M.put_back(parcels)
    for app_id, parcel in pairs(parcels) do
        local mine = parcel_of(app_id)
        mine.dropped = mine.dropped + parcel.dropped
        for i = 1, #parcel.samples do
            if count < MAX_WAITING then
                mine.samples[#mine.samples + 1] = parcel.samples[i]
                count = count + 1
            else
                mine.dropped = mine.dropped + 1
                metrics.add_later("aegis_samples_dropped_total", 1)
            end
        end
    end
end

return _M
