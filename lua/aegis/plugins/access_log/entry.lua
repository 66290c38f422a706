--- One call as a JSON line. Secrets never get into it, whatever the settings say.

local json = require "aegis.lib.json"
local tracing = require "aegis.request.tracing"

local find, gmatch, gsub, lower, sub = string.find, string.gmatch, string.gsub, string.lower, string.sub
local concat = table.concat
local monotonic_ms = require("aegis.lib.clock").monotonic_ms
local tonumber = tonumber
local var = ngx.var

local Entry = {}
Entry.__index = Entry

local _M = {}

local REDACTED = "***"
-- Parts of names, in lower case, whose values are credentials somewhere.
local secret_words = {
    "auth", "cookie", "token", "secret", "password", "passwd", "key", "signature", "session", "credential", "otp",
    "code", "jwt",
}

local function is_secret(name)
    local plain = lower(name)
    for i = 1, #secret_words do
        if find(plain, secret_words[i], 1, true) then
            return true
        end
    end
    return false
end

function _M.new(settings)
    local headers = {}
    for i, name in ipairs(settings.headers or {}) do
        headers[i] = { name = name, variable = "http_" .. gsub(name, "-", "_"), secret = is_secret(name) }
    end
    return setmetatable({ headers = headers, shows_values = settings.query_values == true }, Entry)
end

--- Percent-encoding must not hide what a name says.
local function visible(text)
    return (gsub(text, "%%(%x%x)", function(digits)
        return string.char(tonumber(digits, 16))
    end))
end

--- A query with its names, and with those values that may be seen.
-- @param query text or false
function _M.query(query, shows_values)
    if not query then
        return nil
    end
    local pieces = {}
    for piece in gmatch(query, "[^&]+") do
        local equals = find(piece, "=", 1, true)
        local name = equals and sub(piece, 1, equals - 1) or piece
        local hidden = equals and (not shows_values or is_secret(visible(name)))
        pieces[#pieces + 1] = hidden and name .. "=" .. REDACTED or piece
    end
    return concat(pieces, "&")
end

function Entry:header_values()
    local values
    for i = 1, #self.headers do
        local header = self.headers[i]
        local value = var[header.variable]
        if value then
            values = values or {}
            values[header.name] = header.secret and REDACTED or value
        end
    end
    return values
end

local function present(text)
    return text and text ~= "" and text or nil
end

function Entry:text(ctx)
    local identity = ctx.identity or {}
    -- cjson writes every slash as `\/`, which is right and hard to read.
    return (gsub(json.encode {
        time = var.time_iso8601,
        request_id = tracing.id(ctx),
        client = ctx.client_ip(),
        host = ctx.host,
        app = ctx.app.slug,
        environment = ctx.environment,
        route = ctx.route and ctx.route.name or nil,
        method = ctx.method,
        path = ctx.path,
        query = _M.query(ctx.query, self.shows_values),
        protocol = var.server_protocol,
        status = ngx.status,
        bytes_in = tonumber(var.request_length),
        bytes_out = tonumber(var.bytes_sent),
        milliseconds = monotonic_ms() - ctx.began,
        tenant = present(identity.tenant),
        user = present(identity.user),
        key_id = present(identity.key_id),
        code = ctx.verdict and ctx.verdict.code or nil,
        upstream = ctx.endpoint and ctx.endpoint.target.label or nil,
        upstream_status = present(var.upstream_status),
        headers = self:header_values(),
    }, "\\/", "/"))
end

return _M
