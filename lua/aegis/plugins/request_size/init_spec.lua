local headers

local function plugin(settings)
    _G.ngx = { var = {}, req = {
        get_headers = function()
            return headers
        end,
    } }
    return require("aegis.plugins.request_size").new(settings)
end

describe("request_size", function()
    it("counts every line of a header with what separates it", function()
        local bytes, lines = plugin({}).measure { host = "a", accept = { "b", "cc" } }
        assert.equal(4 + 1 + 4 + 6 + 1 + 4 + 6 + 2 + 4, bytes)
        assert.equal(3, lines)
    end)

    it("refuses one byte and one line more than its bounds", function()
        headers = { host = ("x"):rep(248) }
        assert.is_nil(plugin({ max_header_bytes = 256 }):header_refusal())
        headers = { host = ("x"):rep(249) }
        assert.equal("request_header_too_large", plugin({ max_header_bytes = 256 }):header_refusal().code)
        headers = { accept = { "a", "b", "c" } }
        assert.is_nil(plugin({ max_header_lines = 3 }):header_refusal())
        assert.equal("request_header_too_large", plugin({ max_header_lines = 2 }):header_refusal().code)
    end)
end)
