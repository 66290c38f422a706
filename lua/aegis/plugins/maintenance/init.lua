--- Keeps requests from the backend while it is being worked on.

local ip = require "aegis.lib.ip"

local Maintenance = {}
Maintenance.__index = Maintenance

function Maintenance.new(settings)
    local allow, bad = ip.ranges(settings.allow or {})
    if not allow then
        error("allow: " .. tostring(bad) .. " is no address range", 0)
    end
    return setmetatable({
        allow = allow,
        refused = {
            code = "maintenance",
            detail = settings.message or "The API is being worked on.",
            retry_after = settings.retry_after_seconds or 300,
        },
    }, Maintenance)
end

--- An address that cannot be read is not let through.
function Maintenance:access(ctx)
    if #self.allow > 0 then
        local address = ip.parse(ctx.client_ip())
        if address and ip.find(address, self.allow) then
            return nil
        end
    end
    return self.refused
end

return Maintenance
