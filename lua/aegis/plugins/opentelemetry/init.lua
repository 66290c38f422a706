--- Sends the spans of an app's requests to the app's own collector, in the background.

local http = require "aegis.export.http"
local otlp = require "aegis.trace.otlp"
local outlet = require "aegis.export.outlet"
local place = require "aegis.export.place"
local settings_of_gateway = require "aegis.config.settings"

local concat = table.concat

local OpenTelemetry = {}
OpenTelemetry.__index = OpenTelemetry

local function resource_of(settings)
    return {
        { "service.name", settings.service_name or "aegis-gateway" },
        { "service.instance.id", settings_of_gateway.gateway_id },
        { "service.version", settings_of_gateway.version },
    }
end

function OpenTelemetry.new(settings)
    local resource, header = resource_of(settings), settings.header or "authorization"
    local form = {
        content_type = "application/json",
        body = function(text)
            return otlp.export(text, resource, settings_of_gateway.version)
        end,
        header = header,
        secret = settings.secret,
    }
    return setmetatable({
        name = concat({ "otlp", settings.url, header, settings.secret or "", settings.service_name or "" }, "\0"),
        send = http.sender(place.parse(settings.url), form),
        -- App → its outlet: one app's spans never take another's room.
        outlets = {},
    }, OpenTelemetry)
end

--- @param text spans of one request, see `aegis.trace.otlp`
function OpenTelemetry:span(text, ctx)
    local app = ctx.app
    local own = self.outlets[app.id]
    if not own then
        own = outlet.get(app.id .. "\0" .. self.name, app.slug, self.send)
        self.outlets[app.id] = own
    end
    own:put(text, #text, ctx.site.platform.upstream_allow)
end

return OpenTelemetry
