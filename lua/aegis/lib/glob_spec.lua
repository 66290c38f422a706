local glob = require "aegis.lib.glob"

local function matches(pattern, text)
    return glob.matches(text, { glob.compile(pattern) })
end

describe("glob", function()
    it("finds a plain text anywhere, in any case", function()
        assert.is_true(matches("Bot", "some bot/1.0"))
        assert.is_false(matches("bot", "browser"))
    end)

    it("takes nothing but the star for special", function()
        assert.is_true(matches("a.c", "xa.cx"))
        assert.is_false(matches("a.c", "abc"))
        assert.is_true(matches("%a+(", "x%a+("))
        assert.is_true(matches("[a]*", "[a] and more"))
    end)

    it("holds a pattern with stars at both ends", function()
        assert.is_true(matches("curl/*", "curl/8.0"))
        assert.is_false(matches("curl/*", "xcurl/8.0"))
        assert.is_true(matches("*bot", "my bot"))
        assert.is_false(matches("*bot", "my bot/1"))
        assert.is_true(matches("a*b*c", "a-b-c"))
        assert.is_true(matches("a*b*c", "abc"))
        assert.is_false(matches("a*b*c", "acb"))
        assert.is_true(matches("*", ""))
    end)

    it("never uses a character twice", function()
        assert.is_false(matches("aba*aba", "ababa"))
        assert.is_false(matches("a*b*b", "ab"))
        assert.is_true(matches("a*b*b", "abb"))
        assert.is_false(matches("x*ab*b", "xab"))
    end)
end)
