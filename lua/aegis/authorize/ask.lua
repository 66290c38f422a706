--- A question that no tier of this gateway answers: Redis is looked at, then the customer's backend is asked, and what
-- it says is kept. Runs for all who wait for the same (see `flight`), without their requests.
-- The outcome is a text: `allowed`, `denied <reason>` or `failed <problem>`.

local breaker = require "aegis.authorize.breaker"
local client = require "aegis.authorize.client"
local fleet = require "aegis.authorize.tiers.fleet"
local gateway = require "aegis.authorize.tiers.gateway"
local permission_set = require "aegis.lib.permission_set"
local record = require "aegis.authorize.record"
local subjects = require "aegis.authorize.subjects"
local worker = require "aegis.authorize.tiers.worker"

local now = ngx.now

local _M = {}

local function outcome(allowed, reason)
    return allowed and "allowed" or "denied " .. (reason or "")
end

local function adopt(name, digest, one)
    worker.put(name, one)
    gateway.put(digest, one)
end

local function good(one)
    return one and now() < one.expires
end

--- What another gateway was told.
local function from_fleet(question)
    local names = question.names
    local of_decision, of_list = subjects.digest(names.decision), subjects.digest(names.list)
    local found = fleet.get(question.app_id, { of_decision, of_list })
    local decision, list = found[of_decision], found[of_list]
    if decision then
        adopt(names.decision, of_decision, decision)
    end
    if list then
        adopt(names.list, of_list, list)
    end
    local verdict
    if good(list) then
        verdict = list.permissions:says(question.demand, question.params)
    end
    if verdict ~= nil then
        return outcome(verdict)
    end
    return good(decision) and outcome(decision.allowed, decision.reason) or nil
end

--- An answer that says two things about the same is none.
local function contradicts(answer, question)
    if not answer.permissions then
        return false
    end
    local says = permission_set.of(answer.permissions):says(question.demand, question.params)
    return says ~= nil and says ~= answer.allowed
end

local function times(settings, ttl)
    local expires = now() + ttl
    return expires, expires + settings.max_stale
end

local function keep(question, answer)
    local settings, names, kept = question.settings, question.names, {}
    local ttl = answer.ttl or (answer.allowed and settings.allow_ttl or settings.deny_ttl)
    local expires, stale_until = times(settings, ttl)
    if stale_until <= now() then
        return
    end
    local function put(name, fields)
        fields.expires, fields.stale_until = expires, stale_until
        local digest, one = subjects.digest(name), record.new(fields)
        adopt(name, digest, one)
        kept[digest] = one
    end
    put(names.decision, { allowed = answer.allowed, reason = answer.reason })
    if answer.permissions then
        put(names.list, { permissions = answer.permissions })
    end
    ngx.timer.at(0, function()
        fleet.put(question.app_id, kept)
    end)
end

local function from_backend(question)
    local settings = question.settings
    if not breaker.lets(settings.id, question.timeout) then
        return "failed it failed several times in a row and is left alone for a moment"
    end
    local answer, problem = client.ask(question)
    if answer and contradicts(answer, question) then
        answer, problem = nil, "its `permissions` say otherwise than `allowed`"
    end
    if not answer then
        breaker.failed(settings.id)
        ngx.log(ngx.WARN, "authorize callout of ", settings.id, ": ", problem)
        return "failed " .. problem
    end
    breaker.succeeded(settings.id)
    keep(question, answer)
    return outcome(answer.allowed, answer.reason)
end

function _M.ask(question)
    return from_fleet(question) or from_backend(question)
end

return _M
