--- Whether a request is allowed, by the word of the customer's own backend: known already, or asked now. What is
-- warm costs a few table look-ups; whatever goes wrong ends as the app's setting says, by default closed.
-- `ctx.decision` tells request traces what decided.

local ask = require "aegis.authorize.ask"
local cache = require "aegis.config.cache"
local flight = require "aegis.authorize.flight"
local gateway = require "aegis.authorize.tiers.gateway"
local match = require "aegis.request.match"
local question = require "aegis.authorize.question"
local record = require "aegis.authorize.record"
local subjects = require "aegis.authorize.subjects"
local worker = require "aegis.authorize.tiers.worker"

local now = ngx.now

local _M = {}

local CONFIGURATION = { code = "configuration_unavailable", retry_after = 2 }
local CLOSED = { code = "authorize_unavailable", retry_after = 1, rule = "the backend failed" }
local BY_PERMISSIONS = record.refusal()

local FROM_WORKER = { rule = "the backend has answered this before", callout = "remembered by the worker" }
local FROM_GATEWAY = { rule = "the backend has answered this before", callout = "remembered by the gateway" }
local FROM_BACKEND = { rule = "the backend was asked", callout = "asked" }

--- What permissions say that the backend told before: true, false, or nil where they leave it open.
local function by_list(list, ctx)
    local demand = ctx.route.demand
    return list.permissions:says(demand, demand.params and match.params(ctx))
end

--- @param age `expires`, or `stale_until` where nothing better is to be had
-- @return whether something is known; and the verdict where it is a refusal
local function decided(list, decision, age, ctx)
    local moment = now()
    if list and moment < list[age] then
        local allowed = by_list(list, ctx)
        if allowed ~= nil then
            return true, not allowed and BY_PERMISSIONS or nil
        end
    end
    if decision and moment < decision[age] then
        return true, decision.verdict
    end
    return false
end

--- What another worker knows, this one knows too from now on.
local function from_gateway(name)
    local found = gateway.get(subjects.digest(name))
    if found then
        worker.put(name, found)
    end
    return found
end

local function failed(ctx, settings, names, problem)
    if settings.on_failure == "allow" then
        ctx.decision = { rule = "the backend failed: `on_failure` is allow", callout = "failed", problem = problem }
        return nil
    end
    if settings.on_failure == "stale" then
        local list, decision = worker.get(names.list), worker.get(names.decision)
        local known, verdict = decided(list, decision, "stale_until", ctx)
        if known then
            ctx.decision = { rule = "the backend failed: its last answer", callout = "failed", problem = problem }
            return verdict
        end
    end
    ctx.decision = { callout = "failed", problem = problem }
    return CLOSED
end

local function begin(wanted)
    return question.of(wanted.ctx, wanted.settings, wanted.names)
end

local function ask_backend(ctx, settings, names)
    local wanted = { ctx = ctx, settings = settings, names = names }
    local outcome, problem = flight.run(subjects.digest(names.decision), settings.timeout, begin, ask.ask, wanted)
    if not outcome then
        return failed(ctx, settings, names, problem)
    end
    local word, more = outcome:match "^(%l+) ?(.*)$"
    if word == "failed" then
        return failed(ctx, settings, names, more)
    end
    ctx.decision = FROM_BACKEND
    return word ~= "allowed" and record.refusal(more ~= "" and more or nil) or nil
end

local function cold(ctx, settings, names)
    local known, verdict = decided(from_gateway(names.list), from_gateway(names.decision), "expires", ctx)
    if known then
        ctx.decision = FROM_GATEWAY
        return verdict
    end
    return ask_backend(ctx, settings, names)
end

jit.off(cold, true)

local function decide(ctx, settings)
    local subject = subjects.find(settings, ctx.identity)
    local name = subjects.prefix(settings, subject, ctx.route) .. ctx.method .. " " .. ctx.path
    local known, verdict = decided(worker.get(subject.list_name), worker.get(name), "expires", ctx)
    if known then
        ctx.decision = FROM_WORKER
        return verdict
    end
    return cold(ctx, settings, { decision = name, list = subject.list_name })
end

--- @param unset the verdict where the environment has no callout
-- @return nil when the request is allowed, or the verdict
function _M.check(ctx, unset)
    local id = ctx.site.authorize_id
    local settings = id and cache.get("authorize", id)
    if not settings then
        return id and CONFIGURATION or unset
    elseif not settings.active then
        return unset
    end
    local verdict = decide(ctx, settings)
    if verdict then
        ctx.about = settings.about
    end
    return verdict
end

return _M
