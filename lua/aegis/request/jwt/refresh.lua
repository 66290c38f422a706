--- Asks the admin to look at an issuer's key set again, since a token names a key that nobody here knows, and waits a
-- moment for what comes of it.

local cache = require "aegis.config.cache"
local json = require "aegis.lib.json"
local names = require "aegis.config.names"
local state_store = require "aegis.limits.state_store"

local asked = ngx.shared.aegis_state
local now, sleep = ngx.now, ngx.sleep

local _M = {}

-- Made-up key names must not turn into calls to somebody's identity provider.
local ONCE_PER_SECONDS = 30
local WAIT_SECONDS, TURN_SECONDS = 1, 0.05
local MAX_REQUESTS = 1000

local function ask(app_id, issuer)
    local client = state_store.try_connect()
    if not client then
        return false
    end
    local text = json.encode { app_id = app_id, issuer_id = issuer.id }
    local reply = client:command("XADD", names.refreshes, "MAXLEN", "~", MAX_REQUESTS, "*", "refresh", text)
    client:release()
    return reply ~= nil
end

--- Asks once per issuer and time. @return the moment until which an answer may be waited for, or nil
local function waits_until(app_id, issuer)
    local name, moment = "jwks:" .. issuer.id, now()
    if not asked:add(name, moment, ONCE_PER_SECONDS) then
        return (asked:get(name) or 0) + WAIT_SECONDS
    end
    if not ask(app_id, issuer) then
        asked:delete(name)
        return nil
    end
    return moment + WAIT_SECONDS
end

--- @param issuers what the app's issuers were when the token was judged
-- @return newer issuers of the app; nil when there are none within a second of the question, whoever asked it
function _M.wait(app_id, issuer, issuers)
    local patience = issuer.refreshable and waits_until(app_id, issuer)
    if not patience then
        return nil
    end
    while true do
        local newer = cache.get("issuers", app_id)
        if newer and newer ~= issuers then
            return newer
        elseif now() > patience then
            return nil
        end
        sleep(TURN_SECONDS)
    end
end

return _M
