local accept = require "aegis.lib.accept"

local types = { "application/json; charset=utf-8", "text/html", "text/plain" }

describe("accept", function()
    it("takes the first type where nothing is asked for, or nothing that there is", function()
        assert.equal(1, accept.choose(nil, types))
        assert.equal(1, accept.choose("*/*", types))
        assert.equal(1, accept.choose("image/png", types))
        assert.equal(1, accept.choose("nonsense,,;q=x", types))
    end)

    it("takes the type with the highest weight", function()
        assert.equal(2, accept.choose("Text/HTML", types))
        assert.equal(3, accept.choose("text/html;q=0.5, text/plain; q=0.9, */*;q=0.1", types))
        assert.equal(2, accept.choose("text/*, application/json;q=0.9", types))
    end)

    it("lets the most exact range decide over a type", function()
        assert.equal(3, accept.choose("text/*, text/html;q=0", types))
        assert.equal(2, accept.choose("application/json;q=0, */*", types))
    end)
end)
