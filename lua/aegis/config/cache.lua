--- What the request path sees of the configuration. Warm look-ups are two table reads.

local built = require "aegis.config.built"
local catch_up = require "aegis.config.catch_up"
local hosts = require "aegis.config.hosts"
local load = require "aegis.config.load"
local renew = require "aegis.config.renew"

local now = ngx.now
local entries = built.entries
local glance = catch_up.glance

local cache = {}

--- The cold way. Never part of a trace: one that was recorded while it yields would make the warm way slow.
local function bring(kind, id)
    local entry, why = load.entry(kind, id)
    if not entry then
        return nil, why
    end
    if entry.stale then
        renew.queue(entry, 0)
    end
    return entry.object
end

jit.off(bring, true)

--- The built object of a document; immutable. Yields only when this worker has not built it yet.
-- @return object | nil, "absent" (it surely does not exist) | nil, "unavailable" (nobody can tell now)
function cache.get(kind, id)
    glance()
    local entry = entries[kind][id]
    if not entry then
        return bring(kind, id)
    end
    if not entry.absent_until then
        entry.used = true
        return entry.object
    end
    if now() < entry.absent_until then
        return nil, "absent"
    end
    built.remove(entry)
    return bring(kind, id)
end

--- The built object of an app, whose other documents will be asked for next. As `cache.get`, but where this worker has
-- not built the app yet, all of them come at once.
function cache.app(app_id)
    if not entries.app[app_id] then
        load.home(app_id)
    end
    return cache.get("app", app_id)
end

jit.off(cache.app)

--- {app_id, environment, certificate?} of a host | nil, "absent" | nil, "unavailable". Never yields.
function cache.host(name)
    glance()
    return hosts.find(name)
end

cache.version = built.version
cache.plugins_version = built.plugins_version
cache.keep = built.keep
cache.keep_site = built.keep_site

return cache
