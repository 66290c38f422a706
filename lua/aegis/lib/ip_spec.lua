local ip = require "aegis.lib.ip"

local function inside(address, range)
    return ip.find(assert(ip.parse(address)), { assert(ip.range(range)) }) == 1
end

describe("ip", function()
    it("finds addresses in ranges", function()
        assert.is_true(inside("10.1.2.3", "10.0.0.0/8"))
        assert.is_false(inside("11.1.2.3", "10.0.0.0/8"))
        assert.is_true(inside("192.168.1.77", "192.168.1.64/26"))
        assert.is_false(inside("192.168.1.130", "192.168.1.64/26"))
        assert.is_true(inside("1.2.3.4", "1.2.3.4"))
        assert.is_true(inside("1.2.3.4", "0.0.0.0/0"))
        assert.is_true(inside("2001:db8::1", "2001:db8::/32"))
        assert.is_false(inside("2001:db9::1", "2001:db8::/32"))
        assert.is_true(inside("fd12::1", "fc00::/7"))
        assert.is_true(inside("::1", "::1/128"))
    end)

    it("never mixes the two families", function()
        assert.is_false(inside("::1", "0.0.0.0/0"))
        assert.is_false(inside("10.0.0.1", "::/0"))
    end)

    it("takes a mapped address for the IPv4 address that it reaches", function()
        assert.is_true(inside("::ffff:10.0.0.1", "10.0.0.0/8"))
        assert.is_true(inside("::ffff:a00:1", "10.0.0.0/8"))
        assert.is_true(inside("10.0.0.1", "::ffff:10.0.0.0/104"))
    end)

    it("refuses what is no address", function()
        local texts = "1.2.3 1.2.3.256 1.2.3.4.5 01234:: ::: 1::2::3 g:: 1:2:3:4:5:6:7 x : 1:"
        for text in texts:gmatch "%S+" do
            assert.is_nil(ip.parse(text), text)
        end
        for _, text in ipairs { "10.0.0.0/33", "::/129", "10.0.0.0/", "10.0.0.0/-1", "::ffff:10.0.0.0/95" } do
            assert.is_nil(ip.range(text), text)
        end
        local ranges, bad = ip.ranges { "10.0.0.0/8", "nonsense" }
        assert.is_nil(ranges)
        assert.equal("nonsense", bad)
    end)

    it("counts IPv6 callers by their /64", function()
        assert.equal("10.0.0.1", ip.subject "10.0.0.1")
        assert.equal(ip.subject "2001:db8:1:2::1", ip.subject "2001:db8:1:2:ffff::9")
        assert.are_not.equal(ip.subject "2001:db8:1:2::1", ip.subject "2001:db8:1:3::1")
    end)

    it("writes addresses", function()
        assert.equal("10.0.0.1", ip.text(ip.parse "::ffff:10.0.0.1"))
        assert.equal("fe80:0:0:0:0:0:0:1", ip.text(ip.parse "fe80::1"))
    end)
end)
