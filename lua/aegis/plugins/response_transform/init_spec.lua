local function filtered(settings, headers)
    _G.ngx = { header = headers }
    package.loaded["aegis.plugins.response_transform"] = nil
    require("aegis.plugins.response_transform").new(settings):header_filter()
    return headers
end

describe("response_transform", function()
    it("removes, sets and adds headers of the answer", function()
        assert.same(
            { ["cache-control"] = "no-store", link = { "<a>", "<b>" } },
            filtered({
                remove_headers = { "x-powered-by" },
                set_headers = { "cache-control: no-store" },
                add_headers = { "link: <b>" },
            }, { ["x-powered-by"] = "php", link = "<a>" })
        )
    end)

    it("refuses headers that say where an answer ends, who may read it or how to sign in", function()
        for _, name in ipairs { "content-length", "access-control-allow-origin", "www-authenticate" } do
            assert.has_error(function()
                filtered({ remove_headers = { name } }, {})
            end, "the header " .. name .. " is the gateway's own")
        end
    end)
end)
