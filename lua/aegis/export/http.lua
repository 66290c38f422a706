--- Posts lines. Of the answer only the status counts.

local place = require "aegis.export.place"

local concat = table.concat
local tonumber = tonumber

local _M = {}

local MAX_STATUS_BYTES = 1024
--- What of a refusal passes when the same is sent again.
local passing = { [408] = true, [429] = true }

local function head_of(target, form, body)
    return concat {
        "POST ", target.path, " HTTP/1.1\r\nHost: ", target.host_text,
        "\r\nUser-Agent: aegis\r\nContent-Type: ", form.content_type, "\r\nContent-Length: ", #body,
        form.secret and "\r\n" .. form.header .. ": " .. form.secret or "",
        "\r\nConnection: close\r\n\r\n",
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
-- @param form `{ content_type, body = function(text) → text, header = name, secret = its value or nil }`; without
-- `body` lines are sent as they are
-- @return function(text, allowed) → true; or nil, why not, and whether the other side refused these lines for good.
-- It yields
function _M.sender(target, form)
    if form.secret and form.secret:find "%c" then
        error("the secret has control characters", 0)
    end
    return function(text, allowed)
        local socket, problem = place.connect(target, allowed)
        if not socket then
            return nil, problem
        end
        local body = form.body and form.body(text) or text
        local sent, status
        sent, problem = socket:send { head_of(target, form, body), body }
        status = sent and status_of(socket)
        socket:close()
        if status and status >= 200 and status < 300 then
            return true
        end
        local refused = status ~= nil and status >= 400 and status < 500 and not passing[status]
        return nil, status and "the answer was " .. status or "no answer: " .. tostring(problem), refused
    end
end

return _M
