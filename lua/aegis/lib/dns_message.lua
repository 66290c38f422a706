--- DNS messages (RFC 1035): one question out, the addresses of an answer in. Pure; every length is checked, since
-- the other side may be anybody.

local byte, char, format, sub = string.byte, string.char, string.format, string.sub
local concat, floor = table.concat, math.floor

local _M = {}

_M.A, _M.AAAA = 1, 28
local CNAME, CLASS_IN = 5, 1
local HEADER = 12
local MAX_JUMPS = 16
local RECURSION_DESIRED = "\1\0"

local function number16(value)
    return char(floor(value / 256), value % 256)
end

--- @param id 16 bits, random
-- @param name host name without a trailing dot
-- @param kind `A` or `AAAA`
-- @return the message, or nil when the name cannot be asked for
function _M.question(id, name, kind)
    if #name == 0 or #name > 253 then
        return nil
    end
    local labels = {}
    for label in (name .. "."):gmatch "([^.]*)%." do
        if #label == 0 or #label > 63 then
            return nil
        end
        labels[#labels + 1] = char(#label) .. label
    end
    return number16(id) .. RECURSION_DESIRED .. "\0\1\0\0\0\0\0\0" .. concat(labels) .. "\0"
        .. number16(kind) .. number16(CLASS_IN)
end

local function read16(text, at)
    local high, low = byte(text, at, at + 1)
    return low and high * 256 + low or nil
end

local function read32(text, at)
    local high, low = read16(text, at), read16(text, at + 2)
    return low and high * 65536 + low or nil
end

--- Reads a name at `at`; compression may only point backwards, so a loop ends.
-- @return the name in lower case and where the text goes on, or nil
local function read_name(text, at)
    local labels, after, jumps = {}, nil, 0
    while true do
        local length = byte(text, at)
        if not length then
            return nil
        elseif length == 0 then
            return concat(labels, "."):lower(), after or at + 1
        elseif length >= 192 then
            local to = (read16(text, at) or 0) - 49152 + 1
            jumps = jumps + 1
            if to >= at or to < 1 or jumps > MAX_JUMPS then
                return nil
            end
            after = after or at + 2
            at = to
        elseif length > 63 or at + length > #text or #labels > 127 then
            return nil
        else
            labels[#labels + 1] = sub(text, at + 1, at + length)
            at = at + length + 1
        end
    end
end

local function address_of(text, at, kind, length)
    if kind == _M.A and length == 4 then
        return format("%d.%d.%d.%d", byte(text, at, at + 3))
    elseif kind == _M.AAAA and length == 16 then
        local groups = {}
        for i = 0, 7 do
            groups[i + 1] = format("%x", read16(text, at + i * 2))
        end
        return concat(groups, ":")
    end
    return nil
end

local function read_record(text, at)
    local owner, next_at = read_name(text, at)
    if not owner then
        return nil
    end
    local kind, ttl, length = read16(text, next_at), read32(text, next_at + 4), read16(text, next_at + 8)
    if not length or next_at + 9 + length > #text then
        return nil
    end
    return { owner = owner, kind = kind, ttl = ttl, at = next_at + 10, length = length }, next_at + 10 + length
end

local function skip_question(text, id, name)
    if #text < HEADER or read16(text, 1) ~= id or byte(text, 3) < 128 or read16(text, 5) ~= 1 then
        return nil
    end
    local asked, at = read_name(text, HEADER + 1)
    if asked ~= name:lower() or not at then
        return nil
    end
    return at + 4
end

--- Follows the aliases from `name` through the records, in the order in which servers send them.
local function collect(text, at, count, name, kind)
    local result = { addresses = {}, ttl = math.huge }
    local wanted = name:lower()
    for _ = 1, count do
        local record
        record, at = read_record(text, at)
        if not record then
            return nil, "a broken answer"
        end
        if record.owner == wanted and (record.kind == CNAME or record.kind == kind) then
            result.ttl = math.min(result.ttl, record.ttl)
            if record.kind == CNAME then
                wanted = read_name(text, record.at) or wanted
            else
                result.addresses[#result.addresses + 1] = address_of(text, record.at, kind, record.length)
            end
        end
    end
    return result
end

--- Reads the answer to `question(id, name, kind)`.
-- @return `{ addresses, ttl }` (no addresses: the name has none of this kind) or `{ truncated = true }`;
-- or nil and why.
-- "not this question" means: go on waiting, somebody else's packet.
function _M.answer(text, id, name, kind)
    local at = skip_question(text, id, name)
    if not at then
        return nil, "not this question"
    end
    local flags, code = byte(text, 3), byte(text, 4) % 16
    if code == 3 then
        return nil, "the name does not exist"
    elseif code ~= 0 then
        return nil, "the server answers with code " .. code
    elseif floor(flags / 2) % 2 == 1 then
        return { truncated = true }
    end
    return collect(text, at, read16(text, 7), name, kind)
end

return _M
