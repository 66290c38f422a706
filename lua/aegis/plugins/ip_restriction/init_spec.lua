local IpRestriction = require "aegis.plugins.ip_restriction"

local function refused(settings, address)
    local verdict = IpRestriction.new(settings):access { client_ip = function()
        return address
    end }
    return verdict ~= nil and verdict.code == "ip_not_allowed"
end

describe("ip_restriction", function()
    it("lets only allowed addresses in", function()
        assert.is_false(refused({ allow = { "10.0.0.0/8" } }, "10.1.1.1"))
        assert.is_true(refused({ allow = { "10.0.0.0/8" } }, "11.1.1.1"))
    end)

    it("keeps denied addresses out, even allowed ones", function()
        assert.is_true(refused({ deny = { "10.1.0.0/16" } }, "10.1.1.1"))
        assert.is_false(refused({ deny = { "10.1.0.0/16" } }, "10.2.1.1"))
        assert.is_true(refused({ allow = { "10.0.0.0/8" }, deny = { "10.1.0.0/16" } }, "10.1.1.1"))
    end)

    it("refuses an address that it cannot read", function()
        assert.is_true(refused({ deny = { "10.1.0.0/16" } }, "unix:"))
    end)

    it("refuses settings that are no ranges", function()
        assert.has_error(function()
            IpRestriction.new { allow = { "example.com" } }
        end, "allow: example.com is no address range")
    end)
end)
