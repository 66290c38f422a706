--- The only writer of answers that the gateway makes itself: problem details (RFC 9457) with a stable code.

local told = require "aegis.request.told"
local context_pool = require "aegis.request.context_pool"
local errors = require "aegis.generated.errors"
local json = require "aegis.lib.json"
local request_context = require "aegis.lib.request_context"
local run_plugins = require "aegis.request.run_plugins"
local tracing = require "aegis.request.tracing"

local monotonic_ms = require("aegis.lib.clock").monotonic_ms
local gsub = string.gsub
local var = ngx.var
local header = ngx.header

local _M = {}

local DOCS_URL = "https://aegis.invalid/errors"

local function problem_of(ctx, verdict, entry)
    local docs_url = ctx.site and ctx.site.platform.docs_url or DOCS_URL
    local problem = {
        type = docs_url .. "#" .. verdict.code,
        title = entry.title,
        status = entry.status,
        code = verdict.code,
        detail = verdict.detail,
        fix = entry.fix,
        request_id = tracing.id(ctx),
        instance = ctx.path or nil,
    }
    for name, value in pairs(verdict.fields or {}) do
        problem[name] = value
    end
    -- cjson writes every slash as `\/`, which is right and hard to read in a terminal.
    return (gsub(json.encode(problem), "\\/", "/"))
end

local function set_headers(verdict)
    header["Cache-Control"] = "no-store"
    for name, value in pairs(verdict.headers or {}) do
        header[name] = value
    end
    if verdict.retry_after then
        header["Retry-After"] = verdict.retry_after
    end
end

--- An answer that a plugin made. Its status never goes through ngx.exit: nginx would put our own error in its place.
local function send_made(ctx, verdict)
    local body = verdict.body or ""
    ngx.status = verdict.status
    set_headers(verdict)
    if verdict.status ~= ngx.HTTP_NO_CONTENT and verdict.status ~= ngx.HTTP_NOT_MODIFIED then
        header["Content-Length"] = #body
    end
    run_plugins.header_filter(ctx)
    if body == "" then
        ngx.send_headers()
    else
        ngx.print(body)
    end
    return ngx.exit(ngx.HTTP_OK)
end

--- Writes a verdict as the answer and ends the request.
-- A verdict: `code` of the error table; `detail`, `fields` (more members of the body), `headers`, `retry_after` (whole
-- seconds), `log` (for the error log only). Or `status` with optional `headers` and `body`: the answer of a plugin, or,
-- with `own`, of the gateway itself, which counts like a refusal.
function _M.send(ctx, verdict)
    verdict = verdict.code and run_plugins.rescue(ctx, verdict) or verdict
    ctx.verdict = verdict
    if verdict.log then
        ngx.log(ngx.WARN, verdict.code, ": ", verdict.log)
    end
    if not verdict.code then
        return send_made(ctx, verdict)
    end
    local entry = errors[verdict.code] or errors.internal_error
    ngx.status = entry.status
    set_headers(verdict)
    header["Content-Type"] = "application/problem+json"
    local body = problem_of(ctx, verdict, entry)
    header["Content-Length"] = #body
    var.aegis_code = verdict.code
    run_plugins.header_filter(ctx)
    ngx.print(body)
    return ngx.exit(ngx.HTTP_OK)
end

--- Statuses that nginx makes before or instead of us.
local codes = {
    [400] = "bad_request",
    [403] = "bad_path",
    [404] = "bad_path",
    [405] = "method_not_allowed",
    [408] = "bad_request",
    [411] = "bad_request",
    [413] = "payload_too_large",
    [414] = "uri_too_long",
    [416] = "bad_request",
    [417] = "bad_request",
    [421] = "bad_request",
    [431] = "request_header_too_large",
    [494] = "request_header_too_large",
    [502] = "upstream_failed",
    [503] = "upstream_unavailable",
    [504] = "upstream_timeout",
}

--- What nginx calls 502 is "cannot be reached" when nothing could be sent, unless it was TLS that failed.
local function upstream_code(ctx, status)
    if ctx.failure then
        return codes[ctx.failure]
    end
    local sent = var.upstream_bytes_sent
    if status == 502 and sent and not sent:find "[1-9]" and not ctx.endpoint.target.server_name then
        return "upstream_unavailable"
    end
    return codes[status]
end

--- Gives an error that nginx found our form.
function _M.from_nginx(status)
    local ctx = request_context.current()
    if not ctx then
        ctx = context_pool.take()
        ctx.began = monotonic_ms()
        request_context.set(ctx)
        ctx.sent_request_id = var.http_x_request_id
        tracing.begin(ctx)
    end
    -- Also where the request path never got as far as this.
    told.set(ctx)
    _M.send(ctx, { code = upstream_code(ctx, status) or "internal_error" })
end

return _M
