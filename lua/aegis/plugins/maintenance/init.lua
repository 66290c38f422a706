--- Keeps requests from the backend while it is being worked on.

local ip = require "aegis.lib.ip"
local recent = require "aegis.lib.recent"

local Maintenance = {}
Maintenance.__index = Maintenance

function Maintenance.new(settings)
    local allow, bad = ip.ranges(settings.allow or {})
    if not allow then
        error("allow: " .. tostring(bad) .. " is no address range", 0)
    end
    return setmetatable({
        lets_in = #allow > 0 and recent.of(function(text)
            local address = ip.parse(text)
            return address ~= nil and ip.find(address, allow) ~= nil
        end),
        refused = {
            code = "maintenance",
            detail = settings.message or "The API is being worked on.",
            retry_after = settings.retry_after_seconds or 300,
        },
    }, Maintenance)
end

--- An address that cannot be read is not let through.
function Maintenance:access(ctx)
    if self.lets_in and self.lets_in(ctx.client_ip()) then
        return nil
    end
    return self.refused
end

return Maintenance
