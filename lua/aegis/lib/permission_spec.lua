local json = require "cjson"
local permission = require "aegis.lib.permission"
local permission_set = require "aegis.lib.permission_set"

local function says(patterns, wanted, params)
    return assert(permission_set.of(patterns)):says(assert(permission.demand(wanted), wanted), params)
end

local function allows(...)
    return says(...) == true
end

describe("permission", function()
    local file = assert(io.open "contracts/permission-cases.json")
    local cases = json.decode(file:read "*a")
    file:close()

    -- The admin's own reading is tried with the same cases (contracts/src/permission.spec.ts).
    for _, case in ipairs(cases) do
        it(table.concat(case.patterns, " ") .. " about " .. case.permission, function()
            local said = says(case.patterns, case.permission)
            assert.are.equal(case.says, said == nil and json.null or said)
        end)
    end

    it("says nothing where the path lacks the parameter", function()
        assert.is_nil(says({ "orders.*:read" }, "orders.:id:read", {}))
        assert.is_true(says({ "orders.**:read" }, "orders.:id:read", {}))
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

    it("says the same about all values that it does not name", function()
        local patterns = {}
        for i, text in ipairs { "orders.7:read", "orders.*.items:read", "!orders.8.**:*", "shops.9:read" } do
            patterns[i] = permission.pattern(text)
        end
        local set = permission_set.new(patterns)
        assert.is_true(set.named.items and set.named["8"])
        assert.is_nil(set.named["10"] or set.named["*"])
        for _, text in ipairs { "orders.:id:read", "orders.:id.items:read", "orders.:id.:part:read", ":kind.9:read" } do
            local demand = permission.demand(text)
            local function about(value)
                return set:says(demand, { id = value, part = value, kind = value })
            end
            assert.are.equal(about "", about "10")
            assert.are.equal(about "", about "*")
        end
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
