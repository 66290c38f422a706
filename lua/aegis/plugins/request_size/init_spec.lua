local headers, lines, read

package.loaded["aegis.request.headers"] = { count = function()
    return lines
end }
package.loaded["aegis.lib.nginx_variable"] = { number = function()
    return read
end }

local function plugin(settings)
    _G.ngx = { var = { server_protocol = "HTTP/1.1" }, req = {
        get_headers = function()
            return headers
        end,
    } }
    return require("aegis.plugins.request_size").new(settings)
end

describe("request_size", function()
    it("counts every line of a header with what separates it", function()
        local bytes = plugin({}).measure { host = "a", accept = { "b", "cc" } }
        assert.equal(4 + 1 + 4 + 6 + 1 + 4 + 6 + 2 + 4, bytes)
    end)

    it("refuses one byte and one line more than its bounds", function()
        lines, read = 1, 270
        headers = { host = ("x"):rep(248) }
        assert.is_nil(plugin({ max_header_bytes = 256 }):header_refusal())
        headers = { host = ("x"):rep(249) }
        assert.equal("request_header_too_large", plugin({ max_header_bytes = 256 }):header_refusal().code)
        headers, lines = { accept = { "a", "b", "c" } }, 3
        assert.is_nil(plugin({ max_header_lines = 3 }):header_refusal())
        assert.equal("request_header_too_large", plugin({ max_header_lines = 2 }):header_refusal().code)
    end)

    it("measures nothing where all that was read fits, whatever a client saves between names and values", function()
        headers = { host = ("x"):rep(249) }
        lines, read = 3, 250
        assert.is_nil(plugin({ max_header_bytes = 256 }):header_refusal())
        read = 251
        assert.equal("request_header_too_large", plugin({ max_header_bytes = 256 }):header_refusal().code)
    end)
end)
