local radix = require "aegis.lib.radix"

local function any()
    return true
end

local function tree_of(patterns)
    local tree = radix.new()
    for _, pattern in ipairs(patterns) do
        local text, priority = pattern:match "^(%S+) ?(%-?%d*)$"
        radix.insert(tree, assert(radix.steps(text)), { pattern = text, priority = tonumber(priority) or 0 })
    end
    return tree
end

local function find(tree, path, accept)
    local entry = radix.find(tree, path, accept or any)
    return entry and entry.pattern
end

describe("radix", function()
    it("prefers a literal to a parameter to a star", function()
        local tree = tree_of { "/*", "/orders/*", "/orders/:id", "/orders/new", "/:what/new" }
        assert.equal("/orders/new", find(tree, "/orders/new"))
        assert.equal("/orders/:id", find(tree, "/orders/7"))
        assert.equal("/orders/*", find(tree, "/orders/7/items"))
        assert.equal("/:what/new", find(tree, "/users/new"))
        assert.equal("/*", find(tree, "/users/7"))
        assert.equal("/*", find(tree, "/"))
    end)

    it("shares what another tree has under a segment of its own", function()
        local shared = tree_of { "/known/about/all 9" }
        local first, second = tree_of { "/*", "/:a/about/*" }, tree_of {}
        assert.is_true(radix.share(first, shared, "known"))
        assert.is_true(radix.share(second, shared, "known"))
        assert.equal("/known/about/all", find(first, "/known/about/all"))
        assert.equal("/:a/about/*", find(first, "/known/about/none"))
        assert.equal("/known/about/all", find(second, "/known/about/all"))
        local own = tree_of { "/known/:x" }
        assert.is_false(radix.share(own, shared, "known"))
        assert.is_nil(find(own, "/known/about/all"))
    end)

    it("comes back from a branch that leads nowhere", function()
        local tree = tree_of { "/a/b/c", "/a/:x/d", "/:x/b/e" }
        assert.equal("/a/:x/d", find(tree, "/a/b/d"))
        assert.equal("/:x/b/e", find(tree, "/a/b/e"))
        assert.is_nil(find(tree, "/a/b/f"))
    end)

    it("lets priority win over specificity", function()
        local tree = tree_of { "/orders/new", "/orders/:id 1", "/* 2", "/orders/*" }
        assert.equal("/*", find(tree, "/orders/new"))
        assert.equal("/orders/:id", find(tree_of { "/orders/new", "/orders/:id 1" }, "/orders/new"))
        assert.equal("/orders/new", find(tree_of { "/orders/new", "/orders/:id -1" }, "/orders/new"))
    end)

    it("lets the star take nothing, but a parameter never", function()
        local tree = tree_of { "/files/*", "/users/:id" }
        assert.equal("/files/*", find(tree, "/files"))
        assert.equal("/files/*", find(tree, "/files/"))
        assert.is_nil(find(tree, "/users/"))
        assert.is_nil(find(tree, "/users"))
    end)

    it("tells a trailing slash from none", function()
        local tree = tree_of { "/orders", "/users/" }
        assert.is_nil(find(tree, "/orders/"))
        assert.is_nil(find(tree, "/users"))
        assert.equal("/users/", find(tree, "/users/"))
    end)

    it("skips entries that do not accept the request", function()
        local tree = tree_of { "/orders/new", "/orders/:id" }
        assert.equal("/orders/:id", find(tree, "/orders/new", function(entry)
            return entry.pattern ~= "/orders/new"
        end))
    end)

    it("keeps the order of insertion among equal patterns", function()
        local tree = radix.new()
        local steps = radix.steps "/a"
        radix.insert(tree, steps, { pattern = "first", priority = 0 })
        radix.insert(tree, steps, { pattern = "second", priority = 0 })
        assert.equal("first", find(tree, "/a"))
    end)

    it("visits as many nodes in a table of 5,000 routes as in one of 10", function()
        local function visits(count)
            local tree, asked = radix.new(), 0
            for i = 1, count do
                radix.insert(tree, radix.steps("/r" .. i .. "/:id/x"), { pattern = i, priority = 0 })
            end
            radix.find(tree, "/r7/1/x", function()
                asked = asked + 1
                return true
            end)
            return asked
        end
        assert.equal(visits(10), visits(5000))
    end)

    it("refuses what is no pattern", function()
        for _, text in ipairs { "", "a", "/*/a", "/a*", "/:", "/:a:b", "/:a/:a", "/x:*" } do
            local steps = radix.steps(text)
            assert.is_nil(steps, text)
        end
    end)

    it("gives the text of a step", function()
        assert.equal("7", radix.segment("/orders/7/items", 2))
        assert.equal("items", radix.segment("/orders/7/items", 3))
        assert.is_nil(radix.segment("/orders", 2))
    end)
end)
