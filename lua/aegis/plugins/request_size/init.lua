--- Bounds of a request's body and headers. They can only be narrower than those of nginx.conf, which hold before any
-- plugin runs.

local count_lines = require("aegis.request.headers").count
local number = require("aegis.lib.nginx_variable").number
local request_body = require "aegis.lib.request_body"

local req = ngx.req
local sub = string.sub
local var = ngx.var

local RequestSize = {}
RequestSize.__index = RequestSize

-- ": " and the end of the line, of which a client may save two.
local SEPARATORS, SAVED = 4, 2
-- What `admit` lets in at most.
local MAX_LINES = 100

function RequestSize.new(settings)
    return setmetatable({
        max_body = settings.max_body_bytes,
        max_header = settings.max_header_bytes,
        max_lines = settings.max_header_lines,
    }, RequestSize)
end

--- @param headers name → value, or list of values
-- @return bytes
function RequestSize.measure(headers)
    local bytes = 0
    for name, values in pairs(headers) do
        for _, value in ipairs(type(values) == "table" and values or { values }) do
            bytes = bytes + #name + #value + SEPARATORS
        end
    end
    return bytes
end

--- What nginx has read so far is more than the headers, but for what the client saved. HTTP/2 packs them.
local function are_surely_below(max, lines)
    return number "request_length" + lines * SAVED <= max and sub(var.server_protocol, 1, 6) == "HTTP/1"
end

function RequestSize:header_refusal()
    if not self.max_header and not self.max_lines then
        return nil
    end
    local max, lines = self.max_header, count_lines()
    if max and not are_surely_below(max, lines) and self.measure(req.get_headers(MAX_LINES, true)) > max then
        return {
            code = "request_header_too_large",
            detail = "The headers are larger than " .. max .. " bytes.",
        }
    elseif self.max_lines and lines > self.max_lines then
        return {
            code = "request_header_too_large",
            detail = "There are more than " .. self.max_lines .. " header lines.",
        }
    end
    return nil
end

function RequestSize:body_refusal()
    if self.max_body and request_body.length() > self.max_body then
        return { code = "payload_too_large", detail = "The body is larger than " .. self.max_body .. " bytes." }
    end
    return nil
end

function RequestSize:access()
    return self:header_refusal() or self:body_refusal()
end

return RequestSize
