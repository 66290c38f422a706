--- Lines as syslog messages (RFC 5424) of local0, severity informational: over TCP and TLS with their lengths in front
-- (RFC 6587), over UDP one per datagram.

local place = require "aegis.export.place"

local concat, format, gmatch, gsub, sub = table.concat, string.format, string.gmatch, string.gsub, string.sub

local _M = {}

local HEAD = "<134>1 %s - aegis - - - "
local LINE = "[^\n]+"
-- What a datagram carries without being taken apart on most ways.
local MAX_DATAGRAM = 8192

--- What every message begins with.
local function head_of_now()
    return format(HEAD, gsub(ngx.utctime(), " ", "T") .. "Z")
end

local function over_udp(target)
    return function(text, allowed)
        local socket, problem = place.connect_udp(target, allowed)
        if not socket then
            return nil, problem
        end
        local head = head_of_now()
        for line in gmatch(text, LINE) do
            socket:send(sub(head .. line, 1, MAX_DATAGRAM))
        end
        socket:close()
        return true
    end
end

local function over_tcp(target)
    return function(text, allowed)
        local socket, problem = place.connect(target, allowed)
        if not socket then
            return nil, problem
        end
        local head, framed = head_of_now(), {}
        for line in gmatch(text, LINE) do
            framed[#framed + 1] = #head + #line .. " " .. head .. line
        end
        local sent
        sent, problem = socket:send(concat(framed))
        socket:close()
        return sent and true or nil, problem
    end
end

--- @param target of `place.parse`
-- @return function(text, allowed) → true, or nil and why not; yields. The text has a line's end behind every line
function _M.sender(target)
    return target.scheme == "syslog+udp" and over_udp(target) or over_tcp(target)
end

return _M
