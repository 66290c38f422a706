--- The body of a request, before it is forwarded.

local sub = string.sub
local req = ngx.req
local tonumber = tonumber
local var = ngx.var

local _M = {}

local function size_of_file(name)
    local file = assert(io.open(name, "rb"))
    local size = file:seek "end"
    file:close()
    return size
end

--- The length of a body whose end only the reader finds. nginx takes chunks apart, so their framing is not counted.
local function length_when_read()
    req.read_body()
    local name = req.get_body_file()
    if name then
        return size_of_file(name)
    end
    local data = req.get_body_data()
    return data and #data or 0
end

--- HTTP/2 needs neither header to send a body.
local function tells_no_length()
    return var.http_transfer_encoding ~= nil or sub(var.server_protocol, 1, 6) ~= "HTTP/1"
end

--- Bytes; reads the body only where the client does not tell. nginx has refused a length that is no number, and one
-- beside chunks.
function _M.length()
    local told = tonumber(var.content_length)
    return told or (tells_no_length() and length_when_read()) or 0
end

--- The whole body; ask for its length first.
function _M.text()
    req.read_body()
    local name = req.get_body_file()
    if not name then
        return req.get_body_data() or ""
    end
    local file = assert(io.open(name, "rb"))
    local text = file:read "*a"
    file:close()
    return text
end

return _M
