local Maintenance = require "aegis.plugins.maintenance"

local function verdict(settings, address)
    return Maintenance.new(settings):access { client_ip = function()
        return address
    end }
end

describe("maintenance", function()
    it("answers everybody by default", function()
        assert.same(
            { code = "maintenance", detail = "The API is being worked on.", retry_after = 300 },
            verdict({}, "10.1.1.1")
        )
    end)

    it("says what its settings say", function()
        assert.same(
            { code = "maintenance", detail = "Back at noon.", retry_after = 60 },
            verdict({ message = "Back at noon.", retry_after_seconds = 60 }, "10.1.1.1")
        )
    end)

    it("lets allowed addresses through and nobody else", function()
        local settings = { allow = { "10.0.0.0/8", "2001:db8::/32" } }
        assert.is_nil(verdict(settings, "10.1.1.1"))
        assert.is_nil(verdict(settings, "2001:db8::1"))
        assert.equal("maintenance", verdict(settings, "11.1.1.1").code)
        assert.equal("maintenance", verdict(settings, "unix:").code)
    end)

    it("refuses settings that are no ranges", function()
        assert.has_error(function()
            Maintenance.new { allow = { "example.com" } }
        end, "allow: example.com is no address range")
    end)
end)
