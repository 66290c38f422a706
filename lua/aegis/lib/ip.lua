--- Addresses and CIDR ranges, IPv4 and IPv6, in plain arithmetic. Addresses are lists of 16-bit groups (two for
-- IPv4, eight for IPv6); an IPv4 address mapped into IPv6 counts as the IPv4 address that it reaches.

local find, format, gmatch, match, sub = string.find, string.format, string.gmatch, string.match, string.sub
local concat = table.concat
local floor = math.floor
local tonumber = tonumber

local _M = {}

local function parse_v4(text)
    local a, b, c, d = match(text, "^(%d%d?%d?)%.(%d%d?%d?)%.(%d%d?%d?)%.(%d%d?%d?)$")
    if not a then
        return nil
    end
    a, b, c, d = tonumber(a), tonumber(b), tonumber(c), tonumber(d)
    if a > 255 or b > 255 or c > 255 or d > 255 then
        return nil
    end
    return { a * 256 + b, c * 256 + d }
end

local function groups_of(text)
    local groups = {}
    if text == "" then
        return groups
    end
    for group in gmatch(text .. ":", "([^:]*):") do
        if not find(group, "^%x%x?%x?%x?$") then
            return nil
        end
        groups[#groups + 1] = tonumber(group, 16)
    end
    return groups
end

--- Turns an IPv4 tail (`::ffff:10.0.0.1`) into two groups.
local function hex_tail(text)
    local head, tail = match(text, "^(.*:)([%d.]+)$")
    if not head or not find(tail, ".", 1, true) then
        return text
    end
    local v4 = parse_v4(tail)
    return v4 and format("%s%x:%x", head, v4[1], v4[2]) or nil
end

local function expand(head, tail)
    local groups = {}
    for i = 1, #head do
        groups[i] = head[i]
    end
    for _ = 1, 8 - #head - #tail do
        groups[#groups + 1] = 0
    end
    for i = 1, #tail do
        groups[#groups + 1] = tail[i]
    end
    return groups
end

local function is_mapped(groups)
    return groups[1] == 0 and groups[2] == 0 and groups[3] == 0 and groups[4] == 0 and groups[5] == 0
        and groups[6] == 65535
end

local function parse_v6(text)
    local full = hex_tail(text)
    if not full then
        return nil
    end
    local at, stop = find(full, "::", 1, true)
    local head = groups_of(at and sub(full, 1, at - 1) or full)
    local tail = groups_of(at and sub(full, stop + 1) or "")
    if not head or not tail or (at and #head + #tail > 7) or (not at and #head ~= 8) then
        return nil
    end
    return expand(head, tail)
end

--- @return groups (two or eight numbers), or nil when the text is not an address
function _M.parse(text)
    local v4 = parse_v4(text)
    if v4 then
        return v4
    end
    local v6 = find(text, ":", 1, true) and parse_v6(text) or nil
    if v6 and is_mapped(v6) then
        return { v6[7], v6[8] }
    end
    return v6
end

--- @return range `{ groups, bits }`, or nil when the text is neither an address nor a CIDR range
function _M.range(text)
    local address, bits = match(text, "^([^/]+)/(%d%d?%d?)$")
    local groups = _M.parse(address or text)
    if not groups then
        return nil
    end
    local width = #groups * 16
    local wanted = bits and tonumber(bits) or width
    if address and width == 32 and find(address, ":", 1, true) then
        wanted = wanted - 96
    end
    if wanted < 0 or wanted > width then
        return nil
    end
    return { groups = groups, bits = wanted }
end

--- @return ranges, or nil and the text that is no range
function _M.ranges(texts)
    local ranges = {}
    for i = 1, #texts do
        local range = _M.range(texts[i])
        if not range then
            return nil, texts[i]
        end
        ranges[i] = range
    end
    return ranges
end

local function inside(groups, range)
    if #groups ~= #range.groups then
        return false
    end
    local whole = floor(range.bits / 16)
    for i = 1, whole do
        if groups[i] ~= range.groups[i] then
            return false
        end
    end
    local rest = range.bits - whole * 16
    if rest == 0 then
        return true
    end
    local unit = 2 ^ (16 - rest)
    return floor(groups[whole + 1] / unit) == floor(range.groups[whole + 1] / unit)
end

--- Whether parsed groups lie in one of the ranges.
-- @return the index of the range, or nil
function _M.find(groups, ranges)
    for i = 1, #ranges do
        if inside(groups, ranges[i]) then
            return i
        end
    end
    return nil
end

--- What a limit by address counts: an IPv4 address, or the /64 of an IPv6 one, since a single customer of an
-- access provider owns a whole /64 and could change addresses for ever.
function _M.subject(text)
    local groups = find(text, ":", 1, true) and _M.parse(text)
    if not groups or #groups == 2 then
        return text
    end
    return format("%x:%x:%x:%x::/64", groups[1], groups[2], groups[3], groups[4])
end

--- The usual text of parsed groups (IPv6 without shortening).
function _M.text(groups)
    if #groups == 2 then
        local a, c = floor(groups[1] / 256), floor(groups[2] / 256)
        return format("%d.%d.%d.%d", a, groups[1] % 256, c, groups[2] % 256)
    end
    local out = {}
    for i = 1, 8 do
        out[i] = format("%x", groups[i])
    end
    return concat(out, ":")
end

return _M
