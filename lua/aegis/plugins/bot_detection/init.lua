--- Refuses clients by their User-Agent.

local glob = require "aegis.lib.glob"

local lower = string.lower
local var = ngx.var

local BotDetection = {}
BotDetection.__index = BotDetection

local REFUSED = { code = "bot_refused" }

local function compiled(patterns)
    local list = {}
    for i = 1, #(patterns or {}) do
        list[i] = glob.compile(patterns[i])
    end
    return list
end

function BotDetection.new(settings)
    return setmetatable({
        deny = compiled(settings.deny),
        allow = compiled(settings.allow),
        refuses_missing = settings.refuse_missing == true,
    }, BotDetection)
end

--- @param agent the header's text, or nil
function BotDetection:refuses(agent)
    if not agent or agent == "" then
        return self.refuses_missing
    end
    local plain = lower(agent)
    return glob.matches(plain, self.deny) and not glob.matches(plain, self.allow)
end

function BotDetection:access()
    return self:refuses(var.http_user_agent) and REFUSED or nil
end

return BotDetection
