--- Host → site: the app, its environment and everything that its requests need.

local cache = require "aegis.config.cache"
local https = require "aegis.request.https"
local site = require "aegis.request.site"

local variable = require("aegis.lib.nginx_variable").text

local _M = {}

local UNKNOWN_HOST = { code = "unknown_host" }
local SUSPENDED = { code = "app_suspended" }
local UNAVAILABLE = { code = "configuration_unavailable", retry_after = 2 }

--- Host → site, as long as its documents are kept.
local sites = {}

--- Hosts that no app has are never remembered here: the host index answers for them without any I/O.
local function find(host, known, version)
    local place, why = cache.host(host)
    if not place then
        return nil, why == "absent" and UNKNOWN_HOST or UNAVAILABLE
    end
    local found = site.compose(place, known, version)
    if not found then
        return nil, UNAVAILABLE
    end
    found.https = https.of(host, place, found)
    found.home = cache.keep_site(place.app_id, found, sites, host)
    sites[host] = found.home and found
    return found
end

jit.off(find, true)

function _M.host(ctx)
    local host = variable "host"
    local version = cache.version()
    local found = sites[host]
    if found and found.version == version then
        found.home.used = true
    else
        local verdict
        found, verdict = find(host, found, version)
        if not found then
            return verdict
        end
    end
    ctx.host, ctx.site, ctx.app, ctx.environment = host, found, found.app, found.environment
    if found.app.status ~= "active" then
        return SUSPENDED
    end
    return nil
end

return _M
