--- Posts lines as newline-delimited JSON. Of the answer only the status counts.

local place = require "aegis.export.place"

local concat = table.concat
local tonumber = tonumber

local _M = {}

local MAX_STATUS_BYTES = 1024

local function request_of(target, authorization, body)
    return concat {
        "POST ", target.path, " HTTP/1.1\r\nHost: ", target.host_text,
        "\r\nUser-Agent: aegis\r\nContent-Type: application/x-ndjson\r\nContent-Length: ", #body,
        authorization and "\r\nAuthorization: " .. authorization or "",
        "\r\nConnection: close\r\n\r\n", body,
    }
end

local function status_of(socket)
    local text = ""
    repeat
        local data = socket:receiveany(MAX_STATUS_BYTES)
        text = text .. (data or "")
    until not data or text:find("\n", 1, true) or #text > MAX_STATUS_BYTES
    return tonumber(text:match "^HTTP/1%.%d (%d%d%d)[ \r\n]")
end

--- @param target of `place.parse`
-- @param authorization header value or nil
-- @return function(lines, allowed) → true, or nil and why not; yields
function _M.sender(target, authorization)
    if authorization and authorization:find "%c" then
        error("the Authorization has control characters", 0)
    end
    return function(lines, allowed)
        local socket, problem = place.connect(target, allowed)
        if not socket then
            return nil, problem
        end
        local sent, status
        sent, problem = socket:send(request_of(target, authorization, concat(lines, "\n") .. "\n"))
        status = sent and status_of(socket)
        socket:close()
        if status and status >= 200 and status < 300 then
            return true
        end
        return nil, status and "the answer was " .. status or "no answer: " .. tostring(problem)
    end
end

return _M
