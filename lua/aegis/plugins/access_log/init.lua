--- Sends a JSON line per call to somebody's log. The request is over by then; what leaves, leaves in the background.

local entry = require "aegis.plugins.access_log.entry"
local http = require "aegis.export.http"
local outlet = require "aegis.export.outlet"
local place = require "aegis.export.place"
local syslog = require "aegis.export.syslog"

local find = string.find
local line = require("aegis.lib.line_buffer").content

local AccessLog = {}
AccessLog.__index = AccessLog

function AccessLog.new(settings)
    local target = place.parse(settings.url)
    local is_syslog = find(target.scheme, "^syslog") ~= nil
    return setmetatable({
        name = settings.url .. "\0" .. (settings.authorization or ""),
        send = is_syslog and syslog.sender(target) or http.sender(target, {
            content_type = "application/x-ndjson",
            header = "Authorization",
            secret = settings.authorization,
        }),
        entry = entry.new(settings),
        -- App → its outlet: one app's lines never take another's room.
        outlets = {},
    }, AccessLog)
end

function AccessLog:log(ctx)
    local app = ctx.app
    local own = self.outlets[app.id]
    if not own then
        own = outlet.get(app.id .. "\0" .. self.name, app.slug, self.send)
        self.outlets[app.id] = own
    end
    self.entry:put(ctx)
    local bytes, length = line()
    own:put(bytes, length, ctx.site.platform.upstream_allow)
end

return AccessLog
