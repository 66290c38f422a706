local header_lines = require "aegis.lib.header_lines"

local function read(line, is_kept)
    return header_lines.read({ line }, is_kept or header_lines.kept_in_request)
end

describe("header_lines", function()
    it("takes a line apart at its first colon", function()
        assert.same({ { name = "x-time", value = "12:30 UTC" } }, read "x-time: 12:30 UTC")
    end)

    it("has nothing where nothing is given", function()
        assert.same({}, header_lines.read(nil, header_lines.kept_in_request))
        assert.same({}, header_lines.names(nil, header_lines.kept_in_request))
    end)

    it("refuses line breaks and other control bytes in names and values", function()
        for _, line in ipairs {
            "x-a: b\r\nx-evil: 1", "x-a: b\nx-evil: 1", "x-a\r\nx-b: c", "x-a: b\0", "x-a: \127", "x-a:b", "x-a",
            "x_a: b", "X-A: b", " x-a: b",
        } do
            assert.has_error(function()
                read(line)
            end)
        end
    end)

    it("refuses what the gateway says to backends", function()
        for _, name in ipairs {
            "host", "connection", "content-length", "transfer-encoding", "upgrade", "te", "x-aegis-tenant",
            "x-forwarded-for", "forwarded", "x-request-id", "x-api-key", "proxy-authorization", "proxy",
        } do
            assert.has_error(function()
                read(name .. ": a")
            end, "the header " .. name .. " is the gateway's own")
            assert.has_error(function()
                header_lines.names({ name }, header_lines.kept_in_request)
            end)
        end
    end)

    it("refuses framing and what the gateway says to callers", function()
        for _, name in ipairs {
            "content-length", "transfer-encoding", "content-encoding", "content-type", "www-authenticate",
            "retry-after", "ratelimit", "ratelimit-policy", "x-ratelimit-limit", "access-control-allow-origin",
            "vary", "x-request-id",
        } do
            assert.has_error(function()
                read(name .. ": a", header_lines.kept_in_answer)
            end, "the header " .. name .. " is the gateway's own")
        end
        assert.same(1, #read("x-frame-options: DENY", header_lines.kept_in_answer))
    end)
end)
