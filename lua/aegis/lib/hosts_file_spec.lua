local hosts_file = require "aegis.lib.hosts_file"

describe("hosts file", function()
    it("reads names, aliases and comments", function()
        local found = hosts_file.parse("127.0.0.1 localhost\n# 10.0.0.9 gone\n"
            .. " 10.0.0.1\tDB db.local # the database\n::1 localhost\n")
        assert.same({ "127.0.0.1", "::1" }, found.localhost)
        assert.same({ "10.0.0.1" }, found.db)
        assert.same({ "10.0.0.1" }, found["db.local"])
        assert.is_nil(found.gone)
    end)

    it("passes over what is no address", function()
        assert.same({}, hosts_file.parse "nonsense name\n\n1.2.3.4\n")
    end)
end)
