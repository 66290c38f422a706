--- The request as an operator's plugin sees and changes it. One table for all requests: each method looks up the one
-- that is being served.

local header_change = require "aegis.operator_plugins.header_change"
local header_lines = require "aegis.lib.header_lines"
local radix = require "aegis.lib.radix"
local request_context = require "aegis.lib.request_context"
local tracing = require "aegis.request.tracing"

local current = request_context.current
local gsub, lower = string.gsub, string.lower
local req = ngx.req
local var = ngx.var

local Request = {}

local MAX_PARAMETERS = 100
local MAX_BODY_BYTES = 1048576

function Request.id()
    return tracing.id(current())
end

function Request.method()
    return current().method
end

function Request.host()
    return current().host
end

--- In the normal form that routes are matched with.
function Request.path()
    return current().path
end

function Request.app()
    return current().app.slug
end

function Request.environment()
    return current().environment
end

--- Name of the route.
function Request.route()
    return current().route.name
end

--- A parameter of the route's path, or nil.
function Request.param(_, name)
    local ctx = current()
    local index = ctx.route.params[name]
    return index and radix.segment(ctx.path, index)
end

--- The first value of a query parameter; "" where it has none, nil where it is absent.
function Request.query(_, name)
    local value = req.get_uri_args(MAX_PARAMETERS)[name]
    if type(value) == "table" then
        value = value[1]
    end
    return value == true and "" or value
end

--- A header that the client sent, or nil.
function Request.header(_, name)
    return var["http_" .. gsub(lower(name), "-", "_")]
end

--- The client's address, as trusted proxies tell it.
function Request.client_ip()
    return current().client_ip()
end

--- `{ kind, key_id, tenant, user, roles }` (texts, "" where there is none), or nil before authentication.
function Request.identity()
    local identity = current().identity
    if not identity then
        return nil
    end
    return {
        kind = identity.kind, key_id = identity.key_id, tenant = identity.tenant, user = identity.user,
        roles = identity.roles,
    }
end

local function body_of_file(name)
    local file = assert(io.open(name, "rb"))
    local text = file:read(MAX_BODY_BYTES + 1)
    file:close()
    return text
end

--- The whole body ("" without one), or nil and "too large" above 1 MiB. Only in `access`.
function Request.body()
    if tonumber(var.http_content_length or 0) > MAX_BODY_BYTES then
        return nil, "too large"
    end
    req.read_body()
    local file = req.get_body_file()
    local text = file and body_of_file(file) or req.get_body_data() or ""
    if #text > MAX_BODY_BYTES then
        return nil, "too large"
    end
    return text
end

--- Changes what the backend gets; nil takes the header off. Only in `access`.
function Request.set_header(_, name, value)
    header_change.check(name, value, header_lines.kept_in_request)
    if value == nil then
        return req.clear_header(name)
    end
    return req.set_header(name, value)
end

return Request
