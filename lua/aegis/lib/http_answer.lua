--- An HTTP/1.1 answer (RFC 9112) from a server that nobody vouches for: bounded in every direction, and refused where
-- two readers could see two different ends.

local concat = table.concat
local find, lower, match, sub = string.find, string.lower, string.match, string.sub
local tonumber = tonumber

local _M = {}

local MAX_HEAD_BYTES, MAX_LINES = 16384, 100
local MAX_INTERIM = 5

local Reader = {}
Reader.__index = Reader

local function fill(self)
    local chunk, err = self.receive()
    if not chunk then
        return nil, err
    end
    self.buffer = self.buffer .. chunk
    return true
end

--- One line of the head or of the framing, without its end.
local function line(self)
    local from, to = find(self.buffer, "\r\n", 1, true)
    while not from do
        if #self.buffer > self.head_left then
            return nil, "its head is larger than " .. MAX_HEAD_BYTES .. " bytes"
        end
        local ok, err = fill(self)
        if not ok then
            return nil, err
        end
        from, to = find(self.buffer, "\r\n", 1, true)
    end
    self.head_left = self.head_left - to
    if self.head_left < 0 then
        return nil, "its head is larger than " .. MAX_HEAD_BYTES .. " bytes"
    end
    local text = sub(self.buffer, 1, from - 1)
    self.buffer = sub(self.buffer, to + 1)
    return text
end

local function bytes(self, count)
    local parts, have = { self.buffer }, #self.buffer
    while have < count do
        local chunk, err = self.receive()
        if not chunk then
            return nil, err
        end
        parts[#parts + 1] = chunk
        have = have + #chunk
    end
    local all = concat(parts)
    self.buffer = sub(all, count + 1)
    return sub(all, 1, count)
end

local function headers_of(self)
    local headers = {}
    for _ = 1, MAX_LINES do
        local text, err = line(self)
        if not text then
            return nil, err
        elseif text == "" then
            return headers
        end
        local name, value = match(text, "^([%w!#$%%&'*+.^_`|~-]+):[ \t]*(.-)[ \t]*$")
        if not name or find(value, "[%z\1-\8\10-\31\127]") then
            return nil, "one of its header lines is none"
        end
        name = lower(name)
        headers[name] = headers[name] and headers[name] .. ", " .. value or value
    end
    return nil, "it has more than " .. MAX_LINES .. " header lines"
end

local function head_of(self)
    for _ = 0, MAX_INTERIM do
        local text, err = line(self)
        if not text then
            return nil, err
        end
        local minor, status = match(text, "^HTTP/1%.([01]) (%d%d%d)")
        if not status or not find(text, "^[ %C]*$", 13) then
            return nil, "it is no HTTP/1.1"
        end
        local headers
        headers, err = headers_of(self)
        if not headers then
            return nil, err
        elseif tonumber(status) >= 200 then
            return { status = tonumber(status), minor = minor, headers = headers }
        end
    end
    return nil, "it has too many interim answers"
end

local function too_large(max)
    return nil, "its body is larger than " .. max .. " bytes"
end

local function chunked(self, max)
    local parts, size = {}, 0
    while true do
        local text, err = line(self)
        local digits = text and match(text, "^(%x+)[ \t]*$") or text and match(text, "^(%x+)[ \t]*;")
        if not digits then
            return nil, err or "one of its chunks has no size"
        end
        local length = #digits <= 8 and tonumber(digits, 16) or max + 1
        size = size + length
        if size > max then
            return too_large(max)
        elseif length == 0 then
            local ended
            ended, err = headers_of(self)
            return ended and concat(parts), err
        end
        local part
        part, err = bytes(self, length + 2)
        if not part then
            return nil, err
        elseif sub(part, -2) ~= "\r\n" then
            return nil, "one of its chunks is longer than it says"
        end
        parts[#parts + 1] = sub(part, 1, -3)
    end
end

local function until_closed(self, max)
    while #self.buffer <= max do
        local ok, err = fill(self)
        if not ok then
            if err ~= "closed" then
                return nil, err
            end
            local all = self.buffer
            self.buffer = ""
            return all
        end
    end
    return too_large(max)
end

--- @return body, and whether its end was told in advance; or nil and what is wrong
local function body_of(self, head, max)
    local encoding, length = head.headers["transfer-encoding"], head.headers["content-length"]
    if head.status == 204 or head.status == 304 then
        return "", true
    elseif encoding then
        -- Both at once are how answers are smuggled (RFC 9112 6.3).
        if length or lower(encoding) ~= "chunked" then
            return nil, "its framing can be read in two ways"
        end
        local text, err = chunked(self, max)
        return text, text and true or err
    elseif length then
        if not find(length, "^%d+$") then
            return nil, "its length can be read in two ways"
        elseif #length > 9 or tonumber(length) > max then
            return too_large(max)
        end
        local text, err = bytes(self, tonumber(length))
        return text, text and true or err
    end
    local text, err = until_closed(self, max)
    return text, err or false
end

--- @param receive gives the next bytes of the connection, or nil and an error ("closed" at its end)
-- @param max bytes of the body
-- @return `{ status, headers (by lower-case name), body, reusable }`, or nil and what is wrong with it
function _M.read(receive, max)
    local self = setmetatable({ receive = receive, buffer = "", head_left = MAX_HEAD_BYTES }, Reader)
    local head, err = head_of(self)
    if not head then
        return nil, err
    end
    local body, framed = body_of(self, head, max)
    if not body then
        return nil, framed
    end
    head.body = body
    head.reusable = framed and head.minor == "1" and self.buffer == ""
        and not find(lower(head.headers.connection or ""), "close", 1, true)
    return head
end

return _M
