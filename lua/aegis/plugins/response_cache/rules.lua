--- What RFC 9111 says about keeping an answer and giving it again. Pure functions of texts and numbers.

local gmatch, lower, match = string.gmatch, string.lower, string.match
local floor, max, min = math.floor, math.max, math.min
local tonumber = tonumber

local _M = {}

local NONE = {}

-- Those that may be kept when the backend says for how long. 206 would need its range.
local storable = {
    [200] = true, [203] = true, [204] = true, [301] = true, [308] = true, [404] = true, [405] = true, [410] = true,
    [414] = true, [501] = true,
}

--- Reads `Cache-Control`. @param text header value or nil  @return directive → its argument or true
function _M.directives(text)
    if not text then
        return NONE
    end
    local found = {}
    for piece in gmatch(text, "[^,]+") do
        local name, value = match(piece, "^%s*([%w!#$%%&'*+.^_`|~-]+)%s*=?%s*\"?([^\"]*)")
        if name then
            found[lower(name)] = value ~= "" and value:gsub("%s+$", "") or true
        end
    end
    return found
end

--- Seconds of a directive; one that cannot be read is none at all (RFC 9111 4.2.1: then the answer is stale).
local function seconds(value)
    return value ~= nil and (tonumber(match(tostring(value), "^%d+$")) or 0) or nil
end

local function lifetime(directives, answer, settings)
    local told = seconds(directives["s-maxage"]) or seconds(directives["max-age"])
    if told then
        return told
    elseif answer.expires then
        local expires = answer.parse_time(answer.expires)
        return expires and max(0, expires - (answer.parse_time(answer.date or "") or answer.now)) or 0
    end
    return answer.status == 200 and settings.default_ttl or 0
end

local function forbidden(directives, answer)
    return directives["no-store"] or directives["private"] or directives["no-cache"]
        or answer.sets_cookie or answer.vary == "*"
        -- Another client may not be able to read this encoding.
        or answer.content_encoding and not lower(answer.vary or ""):find("accept-encoding", 1, true)
        or lower(answer.content_type or ""):find("text/event-stream", 1, true) ~= nil
end

local function may_be_shared(directives)
    return directives["public"] or directives["s-maxage"] or directives["must-revalidate"]
end

--- Whether and how long an answer may be kept.
-- @param answer `{ status, cache_control, expires, date, age, vary, content_type, content_encoding, sets_cookie, now,
-- parse_time }`
-- @param guarded whether the request carried credentials, and the answer would be given to others too
-- @return `{ ttl, age, stale }` in seconds (`stale`: how long after that while the backend fails), or nil
function _M.keeping(answer, settings, guarded)
    local directives = _M.directives(answer.cache_control)
    if not storable[answer.status] or forbidden(directives, answer)
        or guarded and not may_be_shared(directives) then
        return nil
    end
    local age = seconds(answer.age) or 0
    local ttl = min(lifetime(directives, answer, settings), settings.max_ttl) - age
    if ttl <= 0 then
        return nil
    end
    local strict = directives["must-revalidate"] or directives["proxy-revalidate"] or directives["s-maxage"]
    local stale = seconds(directives["stale-if-error"]) or settings.stale_if_error
    return { ttl = ttl, age = age, stale = strict and not directives["stale-if-error"] and 0 or stale }
end

--- Whether the request lets a kept answer be given.
-- @param directives of the request  @param entry `{ stored_at, age, ttl }`
function _M.satisfies(directives, entry, now)
    local age = now - entry.stored_at + entry.age
    local most = seconds(directives["max-age"])
    local fresh = now < entry.stored_at + entry.ttl
    return fresh and not directives["no-cache"] and not (most and age >= most)
end

function _M.age(entry, now)
    return max(0, floor(now - entry.stored_at + entry.age))
end

--- Header names of `Vary`, in lower case and sorted.
function _M.vary_names(text)
    local names = {}
    for name in gmatch(lower(text or ""), "[^,%s]+") do
        names[#names + 1] = name
    end
    table.sort(names)
    return names
end

--- `If-None-Match` compares weakly (RFC 9110 13.1.2).
function _M.has_tag(if_none_match, etag)
    if match(if_none_match, "^%s*%*%s*$") then
        return true
    end
    local wanted = etag:gsub("^W/", "")
    for tag in gmatch(if_none_match, '"[^"]*"') do
        if tag == wanted then
            return true
        end
    end
    return false
end

return _M
