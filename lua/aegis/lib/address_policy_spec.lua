local ip = require "aegis.lib.ip"
local policy = require "aegis.lib.address_policy"

describe("address policy", function()
    local cases = {
        ["127.0.0.1"] = "loopback",
        ["::1"] = "loopback",
        ["::ffff:127.0.0.1"] = "loopback",
        ["10.1.2.3"] = "private",
        ["172.31.0.1"] = "private",
        ["192.168.0.1"] = "private",
        ["fd00:ec2::254"] = "private",
        ["169.254.169.254"] = "link-local and metadata",
        ["fe80::1"] = "link-local and metadata",
        ["100.64.0.1"] = "shared by a provider",
        ["0.0.0.0"] = "this host",
        ["::"] = "this host",
        ["224.0.0.1"] = "multicast",
        ["255.255.255.255"] = "reserved",
        ["64:ff9b::7f00:1"] = "translated",
        ["2002:7f00:1::"] = "translated",
        ["::127.0.0.1"] = "translated",
        ["nonsense"] = "not an address",
    }
    for address, rule in pairs(cases) do
        it("closes " .. address .. " as " .. rule, function()
            assert.equal(rule, policy.refusal(address, {}))
        end)
    end

    it("leaves public addresses open", function()
        assert.is_nil(policy.refusal("93.184.216.34", {}))
        assert.is_nil(policy.refusal("2606:2800:220:1::1", {}))
        assert.is_nil(policy.refusal("172.32.0.1", {}))
    end)

    it("lets the operator open a range", function()
        local allowed = assert(ip.ranges { "127.0.0.0/8", "::1" })
        assert.is_nil(policy.refusal("127.0.0.1", allowed))
        assert.is_nil(policy.refusal("::1", allowed))
        assert.equal("private", policy.refusal("10.0.0.1", allowed))
    end)
end)
