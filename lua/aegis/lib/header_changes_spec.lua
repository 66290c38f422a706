local header_changes = require "aegis.lib.header_changes"
local header_lines = require "aegis.lib.header_lines"

local function applied(settings, headers)
    local changes = header_changes.new(settings, header_lines.kept_in_request)
    header_changes.apply(changes, function(name)
        return headers[name]
    end, function(name, value)
        headers[name] = value
    end)
    return headers
end

describe("header_changes", function()
    it("removes, sets and adds", function()
        assert.same(
            { b = "new", c = { "1", "2" }, d = "first", e = { "1", "2", "3" } },
            applied({
                remove_headers = { "a" },
                set_headers = { "b: new" },
                add_headers = { "c: 2", "d: first", "e: 3" },
            }, { a = "gone", b = "old", c = "1", e = { "1", "2" } })
        )
    end)

    it("adds to what it has set, and sets what it has removed", function()
        assert.same(
            { a = { "1", "2" } },
            applied({ remove_headers = { "a" }, set_headers = { "a: 1" }, add_headers = { "a: 2" } }, { a = "0" })
        )
    end)

    it("refuses headers of the gateway in each of the lists", function()
        for list, line in pairs { remove_headers = "host", set_headers = "host: a", add_headers = "host: a" } do
            assert.has_error(function()
                applied({ [list] = { line } }, {})
            end, "the header host is the gateway's own")
        end
    end)
end)
