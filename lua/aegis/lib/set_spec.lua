local set = require "aegis.lib.set"

describe("set", function()
    it("has every item of the list, and nothing else", function()
        assert.same({ [401] = true, [503] = true }, set.of { 401, 503, 401 })
        assert.same({}, set.of {})
        assert.same({}, set.of(nil))
    end)

    it("is nil for a list that asks for nothing", function()
        assert.same({ acme = true }, set.unless_empty { "acme" })
        assert.is_nil(set.unless_empty {})
        assert.is_nil(set.unless_empty(nil))
    end)
end)
