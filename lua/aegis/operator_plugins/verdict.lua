--- What a plugin's `access` returned → a verdict of ours. It is the operator's mistake where it is none, so it throws.

local header_lines = require "aegis.lib.header_lines"

local find, lower = string.find, string.lower

local _M = {}

local MAX_DETAIL = 500

local function headers_of(headers)
    local found = {}
    for name, value in pairs(headers or {}) do
        if type(name) ~= "string" or not find(name, "^[%w-]+$") or header_lines.is_framing(lower(name)) then
            error("the answer has a header that is none: " .. tostring(name):sub(1, 64), 0)
        end
        if type(value) ~= "string" or find(value, "%c") then
            error("the header " .. name .. " of the answer is no line of text", 0)
        end
        found[name] = value
    end
    return found
end

--- @param value `{ refused }` (made by `aegis.refuse`) or `{ status, headers?, body? }`
function _M.of(name, value)
    if type(value) ~= "table" then
        error("access returns nothing or a table", 0)
    end
    if value.refused then
        local detail = value.refused:sub(1, MAX_DETAIL)
        return { code = "refused_by_plugin", detail = detail ~= "" and detail or nil, fields = { plugin = name } }
    end
    local status, body = value.status, value.body
    if type(status) ~= "number" or status % 1 ~= 0 or status < 200 or status > 599 then
        error("the answer has no status between 200 and 599", 0)
    end
    if body ~= nil and type(body) ~= "string" then
        error("the body of the answer is no text", 0)
    end
    return { status = status, headers = headers_of(value.headers), body = body }
end

return _M
