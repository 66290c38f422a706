local recent = require "aegis.lib.recent"

describe("recent", function()
    local asked, lengths
    before_each(function()
        asked = 0
        lengths = recent.of(function(text)
            asked = asked + 1
            return #text > 3
        end)
    end)

    it("asks once about a text, also where the answer is no", function()
        for _ = 1, 3 do
            assert.is_true(lengths "long")
            assert.is_false(lengths "no")
        end
        assert.equal(2, asked)
    end)

    it("forgets what was not asked for a while", function()
        for i = 1, 1000 do
            lengths(tostring(i))
        end
        assert.is_false(lengths "1")
        assert.equal(1001, asked)
    end)

    it("keeps no long texts", function()
        local text = ("x"):rep(1000)
        assert.is_true(lengths(text))
        assert.is_true(lengths(text))
        assert.equal(2, asked)
    end)
end)
