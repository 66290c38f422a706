--- Calendar days and months of a time zone. The other side is contracts/src/calendar.ts.
-- A zone is a list of `{ from, offset_s }`, oldest first: from that moment on (seconds since 1970) its clocks show so
-- many seconds more than UTC. The first one holds for what was before it, too.

local floor, format = math.floor, string.format

local _M = {}

local DAY = 86400

--- Days since 1970 of a date of the Gregorian calendar (months count from March, so that leap days come last).
local function days_of(year, month, day)
    year = month <= 2 and year - 1 or year
    local era = floor(year / 400)
    local of_era = year - era * 400
    local of_year = floor((153 * (month > 2 and month - 3 or month + 9) + 2) / 5) + day - 1
    return era * 146097 + of_era * 365 + floor(of_era / 4) - floor(of_era / 100) + of_year - 719468
end

--- The other way. @return year, month, day
local function date_of(days)
    local shifted = days + 719468
    local era = floor(shifted / 146097)
    local of_era = shifted - era * 146097
    local years = floor((of_era - floor(of_era / 1460) + floor(of_era / 36524) - floor(of_era / 146096)) / 365)
    local of_year = of_era - (365 * years + floor(years / 4) - floor(years / 100))
    local shifted_month = floor((5 * of_year + 2) / 153)
    local day = of_year - floor((153 * shifted_month + 2) / 5) + 1
    local month = shifted_month < 10 and shifted_month + 3 or shifted_month - 9
    return years + era * 400 + (month <= 2 and 1 or 0), month, day
end

local function offset_at(zone, moment)
    local offset = zone[1].offset_s
    for i = 2, #zone do
        if zone[i].from > moment then
            break
        end
        offset = zone[i].offset_s
    end
    return offset
end

--- The first moment at which the zone's clocks show this day: where a clock that is set forward skips midnight, that
-- is when it is set.
local function start_of(zone, days)
    local midnight = days * DAY
    for i = 1, #zone do
        local found = midnight - zone[i].offset_s
        if i > 1 and found < zone[i].from then
            found = zone[i].from
        end
        if not zone[i + 1] or found < zone[i + 1].from then
            return found
        end
    end
    return nil
end

--- @param kind `day` or `month`
-- @param moment seconds since 1970
-- @return the period's name (`2026-11-22`, `2026-11`), its first second, and the first one after it
function _M.period(kind, zone, moment)
    local days = floor((moment + offset_at(zone, moment)) / DAY)
    local year, month, day = date_of(days)
    if kind == "day" then
        return format("%04d-%02d-%02d", year, month, day), start_of(zone, days), start_of(zone, days + 1)
    end
    local following = month == 12 and days_of(year + 1, 1, 1) or days_of(year, month + 1, 1)
    return format("%04d-%02d", year, month), start_of(zone, days_of(year, month, 1)), start_of(zone, following)
end

return _M
