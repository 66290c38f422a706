local function plugin(settings)
    _G.ngx = { var = {} }
    return require("aegis.plugins.bot_detection").new(settings)
end

describe("bot_detection", function()
    it("refuses by a text anywhere and by patterns with stars", function()
        local bots = plugin { deny = { "scrapy", "curl/*" } }
        assert.is_true(bots:refuses "Mozilla/5.0 (Scrapy 2.11)")
        assert.is_true(bots:refuses "curl/8.5.0")
        assert.is_false(bots:refuses "libcurl/8.5.0")
    end)

    it("lets in what is allowed as well", function()
        local bots = plugin { deny = { "bot" }, allow = { "goodbot/*" } }
        assert.is_true(bots:refuses "badbot/1.0")
        assert.is_false(bots:refuses "GoodBot/2.1")
    end)

    it("refuses a missing or empty one only when asked to", function()
        assert.is_false(plugin({ deny = { "bot" } }):refuses(nil))
        assert.is_true(plugin({ refuse_missing = true }):refuses(nil))
        assert.is_true(plugin({ refuse_missing = true }):refuses "")
        assert.is_false(plugin({ refuse_missing = true }):refuses "anything")
    end)
end)
