--- What members are told about a step of a request: names, texts and numbers, never a credential or a query's value.
-- Each takes the request as far as it came.

local grants = require "aegis.request.grants"

local format, gmatch, sub = string.format, string.gmatch, string.sub
local var = ngx.var

local _M = {}

local MAX_TEXT = 300
local MAX_LIST = 20

--- Hostile texts are only shortened: JSON carries every byte.
local function clip(text)
    return text and text ~= "" and sub(text, 1, MAX_TEXT) or nil
end

local function names_of(list)
    local names = {}
    for i = 1, math.min(#list, MAX_LIST) do
        names[i] = list[i].name
    end
    return names
end

function _M.admit(ctx)
    return { path = ctx.path and clip(ctx.path) or nil, rewritten = ctx.rewritten and clip(ctx.rewritten) or nil }
end

function _M.resolve(ctx)
    return { host = clip(ctx.host), app = ctx.app.slug, environment = ctx.environment, app_status = ctx.app.status }
end

function _M.match(ctx)
    local route = ctx.route
    local allowed = ctx.verdict and ctx.verdict.headers and ctx.verdict.headers.Allow
    return {
        method = ctx.method,
        route = route and clip(route.name) or nil,
        pattern = route and clip(route.pattern) or nil,
        allowed_methods = allowed or nil,
        preflight_of = ctx.preflight or nil,
    }
end

function _M.early_plugins(ctx)
    return { plugins = names_of(ctx.plan.early) }
end

local function sent_credentials(ctx)
    local sent = {}
    if ctx.api_key then
        sent[#sent + 1] = "api_key"
    end
    if ctx.authorization then
        sent[#sent + 1] = "authorization"
    end
    return #sent > 0 and sent or nil
end

function _M.authenticate(ctx)
    local identity = ctx.identity
    return {
        route_takes = ctx.route and ctx.route.auth or nil,
        sent = sent_credentials(ctx),
        identity = identity and identity.kind or nil,
        key_id = identity and clip(identity.key_id) or nil,
        tenant = identity and clip(identity.tenant) or nil,
        user = identity and clip(identity.user) or nil,
        roles = identity and clip(identity.roles) or nil,
    }
end

local told = { string = true, number = true, boolean = true }

--- What a decision says about itself, see `aegis.trace.sample`.
local function of_decision(into, decision)
    for name, value in pairs(decision or {}) do
        if name ~= "rule" and told[type(value)] then
            into[name] = type(value) == "string" and sub(value, 1, MAX_TEXT) or value
        elseif type(value) == "table" and type(value[1]) == "string" then
            into[name] = value
        end
    end
    return into
end

--- What the caller's own rights say about the permission: `allowed`, `denied` (an explicit deny, or beyond the key's
-- scopes), `open` (nothing is said), or `unlimited` (a key without scopes).
local function rights_of(ctx)
    if not ctx.route.demand then
        return nil
    end
    return ctx.identity.unlimited and "unlimited" or grants.verdict(ctx)
end

function _M.authorize(ctx)
    local details = { permission = ctx.route.permission or nil, rights = rights_of(ctx) }
    return of_decision(details, ctx.decision or nil)
end

--- What the caller was told: of the policy that refused, else of the tightest one.
local function tell_limit(details, ctx)
    local verdict = ctx.verdict
    if verdict and verdict.code == "rate_limited" then
        details.tightest, details.left, details.reset_s = verdict.fields.limit, 0, verdict.retry_after
    elseif ctx.told_policy then
        details.tightest, details.left, details.reset_s = ctx.told_policy.name, ctx.told_left, ctx.told_seconds
    end
end

--- Quotas with what the fleet used, as this worker last heard.
local function quota_lines(quotas, ctx)
    local lines = {}
    for i = 1, math.min(quotas and #quotas or 0, MAX_LIST) do
        local quota = quotas[i]
        local counters = quota.state.counters[ctx.environment]
        local counter = counters and counters[quota.by_tenant and ctx.identity.tenant or ""]
        lines[i] = format("%s: %d of %d used", quota.name, counter and counter.fleet_used or 0, quota.amount)
    end
    return #lines > 0 and lines or nil
end

function _M.limit(ctx)
    local policies = ctx.identity.policies[ctx.plan]
    local details, names = {}, {}
    for _, list in ipairs { policies and policies.memory or {}, policies and policies.shared or {} } do
        for i = 1, #list do
            names[#names + 1] = list[i].name
        end
    end
    details.limits = #names > 0 and names or nil
    tell_limit(details, ctx)
    details.quotas = policies and quota_lines(policies.quotas, ctx) or nil
    return details
end

function _M.main_plugins(ctx)
    return { plugins = names_of(ctx.plan.main) }
end

local function list_of(text)
    local items = {}
    for item in gmatch(text or "", "[^,%s]+") do
        items[#items + 1] = item
    end
    return items
end

--- Addresses in the order in which they were tried, each with what came of it.
local function tried()
    local addresses, statuses = list_of(var.upstream_addr), list_of(var.upstream_status)
    local list = {}
    for i = 1, math.min(#addresses, MAX_LIST) do
        list[i] = addresses[i] .. " → " .. (statuses[i] or "no answer")
    end
    return #list > 0 and list or nil
end

function _M.forward(ctx)
    local endpoint = ctx.endpoint
    return {
        upstream = clip(ctx.route.upstream),
        target = endpoint and clip(endpoint.target.label) or nil,
        tried = endpoint and tried() or nil,
    }
end

return _M
