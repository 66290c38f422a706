--- Lines as syslog messages (RFC 5424) of local0, severity informational: over TCP and TLS with their lengths in front
-- (RFC 6587), over UDP one per datagram.

local place = require "aegis.export.place"

local concat, format = table.concat, string.format

local _M = {}

local HEAD = "<134>1 %s - aegis - - - %s"
-- What a datagram carries without being taken apart on most ways.
local MAX_DATAGRAM = 8192

local function message(line)
    return format(HEAD, ngx.utctime():gsub(" ", "T") .. "Z", line)
end

local function over_udp(target)
    return function(lines, allowed)
        local socket, problem = place.connect_udp(target, allowed)
        if not socket then
            return nil, problem
        end
        for i = 1, #lines do
            socket:send(message(lines[i]):sub(1, MAX_DATAGRAM))
        end
        socket:close()
        return true
    end
end

local function over_tcp(target)
    return function(lines, allowed)
        local socket, problem = place.connect(target, allowed)
        if not socket then
            return nil, problem
        end
        local framed = {}
        for i = 1, #lines do
            local text = message(lines[i])
            framed[i] = #text .. " " .. text
        end
        local sent
        sent, problem = socket:send(concat(framed))
        socket:close()
        return sent and true or nil, problem
    end
end

--- @param target of `place.parse`
-- @return function(lines, allowed) → true, or nil and why not; yields
function _M.sender(target)
    return target.scheme == "syslog+udp" and over_udp(target) or over_tcp(target)
end

return _M
