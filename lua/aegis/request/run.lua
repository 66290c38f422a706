--- One request through its steps, in the order of this file. A step returns nothing or a verdict.

local admit = require "aegis.request.admit"
local answer = require "aegis.request.answer"
local told = require "aegis.request.told"
local authenticate = require "aegis.request.authenticate"
local authorize = require "aegis.request.authorize"
local context_pool = require "aegis.request.context_pool"
local forward = require "aegis.request.forward"
local limit = require "aegis.request.limit"
local match = require "aegis.request.match"
local request_context = require "aegis.lib.request_context"
local resolve = require "aegis.request.resolve"
local run_plugins = require "aegis.request.run_plugins"
local tracing = require "aegis.request.tracing"
local upstream_headers = require "aegis.request.upstream_headers"

local get_method = ngx.req.get_method
local monotonic_ms = require("aegis.lib.clock").monotonic_ms
local var = ngx.var

local _M = {}

local function client_ip()
    return var.remote_addr
end

local function steps(ctx)
    local verdict = resolve.host(ctx)
        or admit.path(ctx)
        or match.route(ctx)
        or run_plugins.access(ctx.plan.early, ctx)
        or authenticate.check(ctx)
        or authorize.check(ctx)
        or limit.check(ctx)
        or run_plugins.access(ctx.plan.main, ctx)
        or forward.prepare(ctx)
    if not verdict then
        upstream_headers.set(ctx)
    end
    return verdict
end

--- Nothing fails open: a step that throws ends the request with nginx's 500, which `answer` gives our form. (No
-- pcall here: LuaJIT does not compile what returns through one.)
function _M.access()
    local ctx = context_pool.take()
    ctx.method, ctx.client_ip, ctx.began = get_method(), client_ip, monotonic_ms()
    request_context.set(ctx)
    local refusal = admit.headers(ctx)
    tracing.begin(ctx)
    local verdict = refusal or steps(ctx)
    told.set(ctx)
    if verdict then
        return answer.send(ctx, verdict)
    end
    if ctx.location then
        return ngx.exec(ctx.location)
    end
    return nil
end

return _M
