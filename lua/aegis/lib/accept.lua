--- Chooses among media types by an Accept header (RFC 9110 12.5.1).

local lower = string.lower
local tonumber = tonumber

local _M = {}

-- More media ranges than any client needs are not read.
local MAX_RANGES = 50

local function ranges_of(accept)
    local ranges = {}
    for piece in accept:gmatch "[^,]+" do
        local kind, sub, rest = lower(piece):match "^%s*([^%s/;]+)/([^%s/;]+)%s*(.*)$"
        if kind and #ranges < MAX_RANGES then
            ranges[#ranges + 1] = { kind = kind, sub = sub, weight = tonumber(rest:match ";%s*q=([%d.]+)") or 1 }
        end
    end
    return ranges
end

--- How exactly a range names a type: 3 wholly, 2 its first half, 1 everything, 0 not at all.
local function exactness(range, kind, sub)
    if range.kind == kind then
        return range.sub == sub and 3 or range.sub == "*" and 2 or 0
    end
    return range.kind == "*" and range.sub == "*" and 1 or 0
end

--- The most exact range decides over a type.
local function weight_of(ranges, media_type)
    local kind, sub = lower(media_type):match "^([^/]+)/([^;%s]+)"
    local best, weight = 0, 0
    for i = 1, #ranges do
        local exact = exactness(ranges[i], kind, sub)
        if exact > best then
            best, weight = exact, ranges[i].weight
        end
    end
    return weight
end

--- @param accept the header's text, or nil
-- @param types list of media types, the preferred one first
-- @return index of the type that suits best; the first where none does
function _M.choose(accept, types)
    if not accept or #types < 2 then
        return 1
    end
    local ranges = ranges_of(accept)
    local best, chosen = 0, 1
    for i = 1, #types do
        local weight = weight_of(ranges, types[i])
        if weight > best then
            best, chosen = weight, i
        end
    end
    return chosen
end

return _M
