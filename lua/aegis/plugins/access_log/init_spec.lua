_G.jit = { off = function() end }
for _, module in ipairs { "lib.clock", "lib.line_buffer", "lib.nginx_variable", "request.tracing" } do
    package.loaded["aegis." .. module] = {}
end

local entry = require "aegis.plugins.access_log.entry"
local place = (function()
    package.loaded["aegis.lib.dns"] = {}
    return require "aegis.export.place"
end)()

describe("access_log", function()
    it("keeps query values to itself", function()
        assert.equal("page=***&token=***&flag", entry.query("page=2&token=abc&flag", false))
    end)

    it("never shows values of names that sound like secrets, however they are written", function()
        local query = "page=2&access_token=a&API%4Bey=b&p%61ssword=c&sig=d&Signature=e&sessionid=f"
        assert.equal(
            "page=2&access_token=***&API%4Bey=***&p%61ssword=***&sig=d&Signature=***&sessionid=***",
            entry.query(query, true)
        )
    end)

    it("reads where to send to", function()
        assert.same({
            scheme = "https", host = "logs.example", port = 443, path = "/in?a=1", host_text = "Logs.Example",
            tls = true,
        }, place.parse "https://Logs.Example/in?a=1")
        assert.equal(8080, place.parse("http://[::1]:8080").port)
        assert.equal("::1", place.parse("http://[::1]:8080").host)
        assert.equal(6514, place.parse("syslog+tls://logs.example").port)
        for _, url in ipairs { "ftp://a", "https://", "https://a b/", "https://u:p@a/", "syslog", "https://a/\r\nx" } do
            assert.is_false(pcall(place.parse, url), url)
        end
    end)
end)
