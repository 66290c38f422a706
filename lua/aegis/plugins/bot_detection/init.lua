--- Refuses clients by their User-Agent.

local glob = require "aegis.lib.glob"
local recent = require "aegis.lib.recent"

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
    local deny, allow = compiled(settings.deny), compiled(settings.allow)
    return setmetatable({
        is_bot = recent.of(function(agent)
            local plain = lower(agent)
            return glob.matches(plain, deny) and not glob.matches(plain, allow)
        end),
        refuses_missing = settings.refuse_missing == true,
    }, BotDetection)
end

--- @param agent the header's text, or nil
function BotDetection:refuses(agent)
    if not agent or agent == "" then
        return self.refuses_missing
    end
    return self.is_bot(agent)
end

function BotDetection:access()
    return self:refuses(var.http_user_agent) and REFUSED or nil
end

return BotDetection
