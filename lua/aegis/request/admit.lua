--- What may come in at all: headers that only the gateway sets are taken off, the path is read once.

local headers = require "aegis.request.headers"
local https = require "aegis.request.https"
local path = require "aegis.lib.path"

local gmatch, lower = string.gmatch, string.lower
local req = ngx.req
local variable = require("aegis.lib.nginx_variable").text

local _M = {}

local TOO_MANY_HEADERS = { code = "request_header_too_large", detail = "More than 100 header lines." }

--- What `Connection` may not take off: who the request is for, and how long it is.
local kept = { host = true, ["content-length"] = true, ["transfer-encoding"] = true, close = true, upgrade = true }
local harmless = { ["keep-alive"] = true, close = true, upgrade = true, Upgrade = true, ["Keep-Alive"] = true }

--- RFC 9110 7.6.1: headers that the client names in `Connection` end here.
local function drop_named(connection)
    for name in gmatch(connection, "[%w!#$%%&'*+.^_`|~-]+") do
        local plain = lower(name)
        if not kept[plain] then
            req.clear_header(plain)
        end
    end
end

local function drop(names)
    for i = 1, #names do
        req.clear_header(names[i])
    end
end

function _M.headers(ctx)
    if not headers.scan(ctx) then
        return TOO_MANY_HEADERS
    end
    if ctx.foreign_headers then
        drop(ctx.foreign_headers)
    end
    local connection = ctx.connection
    if connection and not harmless[connection] then
        drop_named(connection)
    end
    return nil
end

--- Reads the path the way the app wants it, once for every later step.
function _M.path(ctx)
    local target = variable "request_uri"
    local normal, query, as_sent = path.read(target, ctx.app.path_options)
    if not normal then
        return { code = "bad_path", detail = "The path is refused: " .. as_sent .. "." }
    end
    -- What the client sent can be handed on byte by byte when it is the normal form already.
    ctx.path, ctx.query, ctx.verbatim = normal, query, as_sent
    local wanted = ctx.site.https
    return wanted and https.check(ctx, wanted) or nil
end

return _M
