--- A request and an answer to call a plugin with, without a gateway around it. They have the methods of
-- `aegis.operator_plugins.request` and `response`, and refuse the same headers.

local header_change = require "aegis.operator_plugins.header_change"
local header_lines = require "aegis.lib.header_lines"

local lower = string.lower

local _M = {}

local Request = {}
Request.__index = Request

local defaults = {
    id = "test-request", method = "GET", host = "demo.localhost", path = "/", app = "demo", environment = "production",
    route = "route", client_ip = "127.0.0.1", body = "",
}
for field in pairs(defaults) do
    Request[field] = function(self)
        return self.fields[field]
    end
end

function Request:param(name)
    return self.fields.params[name]
end

function Request:query(name)
    return self.fields.query[name]
end

function Request:header(name)
    return self.fields.headers[lower(name)]
end

function Request:identity()
    return self.fields.identity
end

function Request:set_header(name, value)
    header_change.check(name, value, header_lines.kept_in_request)
    self.sent[lower(name)] = value
end

local function lowered(headers)
    local found = {}
    for name, value in pairs(headers or {}) do
        found[lower(name)] = value
    end
    return found
end

--- @param fields any of `id`, `method`, `host`, `path`, `app`, `environment`, `route`, `client_ip`, `body`, `identity`,
-- and by name `headers`, `query`, `params`
-- @return the request; `sent` holds the headers that the backend would get besides
function _M.request(fields)
    local filled = { headers = lowered(fields.headers), query = fields.query or {}, params = fields.params or {} }
    for name, value in pairs(defaults) do
        filled[name] = fields[name] or value
    end
    filled.identity = fields.identity
    return setmetatable({ fields = filled, sent = {} }, Request)
end

local Response = {}
Response.__index = Response

function Response:status()
    return self.fields.status
end

function Response:header(name)
    return self.fields.headers[lower(name)]
end

function Response:set_header(name, value)
    header_change.check(name, value, header_lines.kept_in_answer)
    self.fields.headers[lower(name)] = value
end

--- @param fields `status`, and by name `headers`
function _M.response(fields)
    return setmetatable({ fields = { status = fields.status or 200, headers = lowered(fields.headers) } }, Response)
end

_M.Request, _M.Response = Request, Response

return _M
