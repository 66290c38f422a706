--- Which addresses the gateway may connect to on a customer's behalf. Private ranges are closed unless the operator
-- opened them: an upstream that names them would let a customer call the operator's own machines.

local ip = require "aegis.lib.ip"

local _M = {}

local rules = {
    { "this host", "0.0.0.0/8", "::/128" },
    { "loopback", "127.0.0.0/8", "::1/128" },
    { "private", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7" },
    { "shared by a provider", "100.64.0.0/10" },
    -- Cloud providers serve their metadata and credentials from here.
    { "link-local and metadata", "169.254.0.0/16", "fe80::/10" },
    { "reserved", "192.0.0.0/24", "198.18.0.0/15", "240.0.0.0/4", "fec0::/10" },
    { "multicast", "224.0.0.0/4", "ff00::/8" },
    -- They carry an IPv4 address inside, which would pass unseen.
    { "translated", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96" },
}

local ranges, names = {}, {}
for _, rule in ipairs(rules) do
    for i = 2, #rule do
        ranges[#ranges + 1] = assert(ip.range(rule[i]))
        names[#names + 1] = rule[1]
    end
end

--- @param address text
-- @param allowed ranges that the operator opened
-- @return nil when it may be called, else the name of the rule that closes it
function _M.refusal(address, allowed)
    local groups = ip.parse(address)
    if not groups then
        return "not an address"
    end
    local found = ip.find(groups, ranges)
    if not found or ip.find(groups, allowed) then
        return nil
    end
    return names[found]
end

return _M
