--- Lets only some client addresses in, or keeps some out. The client's address is what trusted proxies say it is.

local ip = require "aegis.lib.ip"
local recent = require "aegis.lib.recent"

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

--- An address that cannot be read is refused.
local function is_open(text, allow, deny)
    local address = ip.parse(text)
    if not address or ip.find(address, deny) then
        return false
    end
    return #allow == 0 or ip.find(address, allow) ~= nil
end

function IpRestriction.new(settings)
    local allow, deny = ranges_of(settings.allow, "allow"), ranges_of(settings.deny, "deny")
    return setmetatable({
        is_open = recent.of(function(text)
            return is_open(text, allow, deny)
        end),
    }, IpRestriction)
end

function IpRestriction:access(ctx)
    return not self.is_open(ctx.client_ip()) and REFUSED or nil
end

return IpRestriction
