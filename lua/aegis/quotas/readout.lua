--- `GET /.well-known/aegis/quota`: what a caller has used of the quotas that count it. A route of every app, in front
-- of the app's own ones, so that other requests pay nothing for it.

local check = require "aegis.quotas.check"
local json = require "aegis.lib.json"

local _M = {}

local UNAVAILABLE = { code = "limit_unavailable", retry_after = 2 }
-- Above what an app can give its own routes.
local PRIORITY = 1000000

--- As the routes document would carry it. Credentials decide whose quota is told, so it always asks for some.
_M.route = {
    id = "",
    name = "quota",
    methods = { "GET" },
    path = "/.well-known/aegis/quota",
    priority = PRIORITY,
    auth = "any",
    upstream = "",
    limits = {},
    plugins = {},
}

local function told(quota, counter)
    local used = counter.fleet_used
    return {
        name = quota.name,
        kind = quota.kind,
        counted_by = quota.counted_by,
        period = quota.period,
        amount = quota.amount,
        used = used,
        remaining = math.max(0, quota.amount - used),
        resets_at = os.date("!%Y-%m-%dT%H:%M:%SZ", quota.ends),
    }
end

local function access(_, ctx)
    local quotas, list = check.of(ctx) or {}, {}
    for i = 1, #quotas do
        local counter = check.look(quotas[i], ctx)
        if not counter then
            return UNAVAILABLE
        end
        list[i] = told(quotas[i], counter)
    end
    local body = #list > 0 and json.encode { quotas = list } or '{"quotas":[]}'
    return { status = 200, own = true, headers = { ["Content-Type"] = "application/json" }, body = body }
end

--- What answers, in the place of a main plugin.
_M.instance = { name = "quota", object = { access = access } }

return _M
