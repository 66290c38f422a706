--- Asks the admin to look at an issuer's key set again, since a token names a key that nobody here knows, and waits a
-- moment for what comes of it.

local cache = require "aegis.config.cache"
local json = require "aegis.lib.json"
local names = require "aegis.config.names"
local state_store = require "aegis.limits.state_store"

local asked = ngx.shared.aegis_state
local sleep = ngx.sleep

local _M = {}

-- Made-up key names must not turn into calls to somebody's identity provider.
local ONCE_PER_SECONDS = 30
local TURNS, TURN_SECONDS = 20, 0.05
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

--- @param issuers what the app's issuers were when the token was judged
-- @return newer issuers of the app; nil when there are none after a second
function _M.wait(app_id, issuer, issuers)
    if not issuer.refreshable then
        return nil
    end
    local first = asked:add("jwks:" .. issuer.id, true, ONCE_PER_SECONDS)
    if first and not ask(app_id, issuer) then
        asked:delete("jwks:" .. issuer.id)
        return nil
    end
    for _ = 1, TURNS do
        local newer = cache.get("issuers", app_id)
        if newer and newer ~= issuers then
            return newer
        end
        if not first then
            return nil
        end
        sleep(TURN_SECONDS)
    end
    return nil
end

return _M
