--- What the backend is told about the caller. Headers of these names that the client sent never pass, because
-- nginx.conf takes every one of them off.
--
-- They travel as further lines of the one header that every request needs, `Host`: a variable and a
-- `proxy_set_header` for each of them cost more than finding them out.

local assertion = require "aegis.request.assertion"
local line_buffer = require "aegis.lib.line_buffer"
local tracing = require "aegis.request.tracing"

local gmatch, gsub, lower = string.gmatch, string.gsub, string.lower
local req, var = ngx.req, ngx.var
local text = line_buffer.text

local _M = {}

local weak = { __mode = "k" }

--- Ids and role names are texts of customers: no byte of them may end the line.
local function line(name, value)
    return value ~= "" and "\r\n" .. name .. ": " .. gsub(value, "%c", "") or ""
end

local function compose(ctx)
    local identity = ctx.identity
    local lines = line("X-Aegis-App", ctx.app.slug)
        .. line("X-Aegis-Environment", ctx.environment)
        .. line("X-Aegis-Tenant", identity.tenant)
        .. line("X-Aegis-User", identity.user)
        .. line("X-Aegis-Roles", identity.roles)
        .. line("X-Aegis-Key-Id", identity.key_id)
    ctx.plan.identity_lines = ctx.plan.identity_lines or setmetatable({}, weak)
    ctx.plan.identity_lines[identity] = lines
    return lines
end

jit.off(compose, true)

--- Lines that few requests have. nginx refuses headers with a line's end in them.
local function rare_lines(ctx)
    local lines = ""
    if ctx.app.forwards_key and ctx.api_key then
        lines = line("X-API-Key", ctx.api_key)
    end
    -- The one upgrade that passes is WebSocket.
    if ctx.upgrade and lower(ctx.upgrade) == "websocket" then
        lines = lines .. "\r\nUpgrade: websocket\r\nConnection: upgrade"
    end
    return lines
end

jit.off(rare_lines)

local function more_lines(ctx)
    local rare = (ctx.upgrade or ctx.app.forwards_key) and rare_lines(ctx) or ""
    return ctx.app.asserts and assertion.line(ctx) .. rare or rare
end

--- @param host what the upstream is asked for
function _M.set_host(ctx, host)
    local known = ctx.plan.identity_lines
    local lines = known and known[ctx.identity] or compose(ctx)
    local more = (ctx.upgrade or ctx.app.tells_more) and more_lines(ctx)
    line_buffer.begin()
    text(host)
    text(lines)
    if more then
        text(more)
    end
    text "\r\ntraceparent: "
    tracing.put_traceparent(ctx)
    text "\r\nX-Request-Id: "
    tracing.put_id(ctx)
    line_buffer.assign "aegis_host"
end

--- What only the gateway says, in the names of nginx.conf.
local own_names = {
    "X-Aegis-App", "X-Aegis-Environment", "X-Aegis-Tenant", "X-Aegis-User", "X-Aegis-Roles", "X-Aegis-Key-Id",
    "X-API-Key",
}

--- No value of HTTP/2 has lines: for gRPC they become headers of the request.
local function spread(host)
    local lines = var.aegis_host
    for i = 1, #own_names do
        req.clear_header(own_names[i])
    end
    for name, value in gmatch(lines, "\r\n([^:]+): ([^\r\n]*)") do
        req.set_header(name, value)
    end
    var.aegis_host = host
end

jit.off(spread)

function _M.set(ctx)
    local target = ctx.endpoint.target
    local host = ctx.plan.pool.upstream.sends_client_host and ctx.host or target.host_text
    _M.set_host(ctx, host)
    if target.grpc then
        spread(host)
    end
end

return _M
