--- Lets only some client addresses in, or keeps some out. The client's address is what trusted proxies say it is.

local ip = require "aegis.lib.ip"

local IpRestriction = {}
IpRestriction.__index = IpRestriction

local REFUSED = { code = "ip_not_allowed" }

local function ranges_of(texts, name)
    local ranges, bad = ip.ranges(texts or {})
    if not ranges then
        error(name .. ": " .. tostring(bad) .. " is no address range", 0)
    end
    return ranges
end

function IpRestriction.new(settings)
    return setmetatable({
        allow = ranges_of(settings.allow, "allow"),
        deny = ranges_of(settings.deny, "deny"),
    }, IpRestriction)
end

--- An address that cannot be read is refused.
function IpRestriction:access(ctx)
    local address = ip.parse(ctx.client_ip())
    if not address or ip.find(address, self.deny) then
        return REFUSED
    end
    if #self.allow > 0 and not ip.find(address, self.allow) then
        return REFUSED
    end
    return nil
end

return IpRestriction
