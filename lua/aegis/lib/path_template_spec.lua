local path_template = require "aegis.lib.path_template"

local function fill(text, params)
    return path_template.fill(path_template.compile(text), function(ctx, name)
        return ctx[name]
    end, params or {})
end

describe("path_template", function()
    it("leaves literals as they are", function()
        assert.equal("/", (fill "/"))
        assert.equal("/a/b:c/", (fill "/a/b:c/"))
    end)

    it("puts parameters in as they are encoded", function()
        assert.equal("/v2/a%20b/items/7", (fill("/v2/:name/items/:id", { name = "a%20b", id = "7" })))
        assert.equal("/7/8/", (fill("/:a/:b/", { a = "7", b = "8" })))
    end)

    it("tells whether what was put in needs a second look", function()
        for value, settled in pairs {
            ["7"] = true, ["a.b"] = true, ["a%20b"] = false, ["a;b"] = false, [".."] = false, ["a/../b"] = false,
        } do
            local _, found = fill("/v2/:id/x", { id = value })
            assert.equal(settled, found, value)
        end
    end)

    it("throws for a parameter that the route lacks", function()
        assert.has_error(function()
            fill("/:id", { other = "1" })
        end, "the route has no parameter id")
    end)

    it("throws for what is no path", function()
        assert.has_error(function()
            path_template.compile "a"
        end, "a path begins with a slash")
    end)
end)
