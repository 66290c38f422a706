local permission = require "aegis.lib.permission"
local permission_set = require "aegis.lib.permission_set"

local function says(patterns, wanted, params)
    local compiled = {}
    for i, text in ipairs(patterns) do
        compiled[i] = assert(permission.pattern(text), text)
    end
    return permission_set.new(compiled):says(assert(permission.demand(wanted), wanted), params)
end

local function allows(...)
    return says(...) == true
end

describe("permission", function()
    it("allows what is named", function()
        assert.is_true(allows({ "orders:read" }, "orders:read"))
        assert.is_false(allows({ "orders:read" }, "orders:write"))
        assert.is_false(allows({ "orders:read" }, "orders.items:read"))
        assert.is_false(allows({ "orders.items:read" }, "orders:read"))
        assert.is_false(allows({}, "orders:read"))
    end)

    it("lets a star stand for one segment or the action", function()
        assert.is_true(allows({ "orders:*" }, "orders:read"))
        assert.is_true(allows({ "orders.*:read" }, "orders.items:read"))
        assert.is_true(allows({ "*.items:read" }, "orders.items:read"))
        assert.is_false(allows({ "orders.*:read" }, "orders:read"))
        assert.is_false(allows({ "orders.*:read" }, "orders.items.lines:read"))
    end)

    it("lets two stars at the end stand for the subtree and its root", function()
        assert.is_true(allows({ "orders.**:read" }, "orders.items.lines:read"))
        assert.is_true(allows({ "orders.**:read" }, "orders:read"))
        assert.is_false(allows({ "orders.**:read" }, "ordersx:read"))
        assert.is_true(allows({ "**:*" }, "anything.at.all:do"))
    end)

    it("lets a deny win wherever it stands", function()
        assert.is_false(allows({ "orders:*", "!orders:delete" }, "orders:delete"))
        assert.is_false(allows({ "!orders:delete", "orders:*" }, "orders:delete"))
        assert.is_true(allows({ "orders:*", "!orders:delete" }, "orders:read"))
        assert.is_false(allows({ "**:*", "!orders.**:*" }, "orders.items:read"))
    end)

    it("tells a deny from nothing said", function()
        assert.is_false(says({ "orders:*", "!orders:delete" }, "orders:delete"))
        assert.is_false(says({ "!orders.**:*" }, "orders.items:read"))
        assert.is_false(says({ "!*.items:*" }, "orders.items:read"))
        assert.is_nil(says({ "orders:read" }, "orders:write"))
        assert.is_nil(says({ "!orders:read" }, "orders:write"))
        assert.is_nil(says({ "orders:read" }, "orders.:id:read", {}))
    end)

    it("compares a parameter as one segment", function()
        assert.is_true(allows({ "orders.7:read" }, "orders.:id:read", { id = "7" }))
        assert.is_true(allows({ "orders.*:read" }, "orders.:id:read", { id = "a.b" }))
        assert.is_false(allows({ "orders.a.b:read" }, "orders.:id:read", { id = "a.b" }))
        assert.is_false(allows({ "orders.8:read" }, "orders.:id:read", { id = "7" }))
        assert.is_false(allows({ "!orders.7:read", "orders.**:*" }, "orders.:id:read", { id = "7" }))
    end)

    it("does not let a value play the star", function()
        assert.is_false(allows({ "orders.7:read" }, "orders.:id:read", { id = "*" }))
    end)

    it("compares a parameter decoded, so that an encoding cannot pass a deny", function()
        assert.is_false(allows({ "files.**:*", "!files.ab:read" }, "files.:n:read", { n = "a%62" }))
    end)

    it("refuses what is outside of the grammar", function()
        local outside = { "", "*", "orders", "orders:", ":read", "a..b:read", "a.**.b:read", "a b:read", "!!a:b" }
        for _, text in ipairs(outside) do
            assert.is_nil(permission.pattern(text), text)
        end
        for _, text in ipairs { "", "orders", "orders.*:read", "!orders:read", "orders.::read" } do
            assert.is_nil(permission.demand(text), text)
        end
    end)
end)
