--- Values of `format` that are checked.

local ip = require "aegis.lib.ip"

local find, match = string.find, string.match
local tonumber = tonumber

local month_days = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 }

local function is_leap(year)
    return year % 4 == 0 and (year % 100 ~= 0 or year % 400 == 0)
end

--- RFC 3339.
local function is_date(text)
    local year, month, day = match(text, "^(%d%d%d%d)%-(%d%d)%-(%d%d)$")
    local days = year and month_days[tonumber(month)]
    day = tonumber(day)
    return days ~= nil and day >= 1 and day <= days and (month ~= "02" or day < 29 or is_leap(tonumber(year)))
end

local function is_time(text)
    local hour, minute, second, rest = match(text, "^(%d%d):(%d%d):(%d%d)(.+)$")
    if not hour or tonumber(hour) > 23 or tonumber(minute) > 59 or tonumber(second) > 60 then
        return false
    end
    local zone = match(rest, "^%.%d+(.+)$") or rest
    local zone_hour, zone_minute = match(zone, "^[+-](%d%d):(%d%d)$")
    return zone == "Z" or zone == "z" or zone_hour ~= nil and tonumber(zone_hour) < 24 and tonumber(zone_minute) < 60
end

local function is_moment(text)
    local date, time = match(text, "^(%d%d%d%d%-%d%d%-%d%d)[Tt](.+)$")
    return date ~= nil and is_date(date) and is_time(time)
end

local function is_email(text)
    return #text <= 254 and find(text, "^[^%s@<>,;:\"()%[%]\\]+@[%w-][%w.-]*[%w]$") ~= nil and not find(text, "%.%.")
end

local HEX4 = "%x%x%x%x"
local UUID = "^" .. HEX4 .. HEX4 .. "%-" .. HEX4 .. "%-" .. HEX4 .. "%-" .. HEX4 .. "%-" .. HEX4 .. HEX4 .. HEX4 .. "$"

return {
    date = is_date,
    ["date-time"] = is_moment,
    email = is_email,
    uuid = function(text)
        return find(text, UUID) ~= nil
    end,
    ipv4 = function(text)
        return not find(text, ":", 1, true) and ip.parse(text) ~= nil
    end,
    ipv6 = function(text)
        return find(text, ":", 1, true) ~= nil and ip.parse(text) ~= nil
    end,
    uri = function(text)
        return find(text, "^%a[%w+.-]*:[%w!#$%%&'()*+,./:;=?@%[%]_~-]+$") ~= nil
    end,
}
