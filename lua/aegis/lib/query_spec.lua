local query = require "aegis.lib.query"

local function parameter(text)
    local _, encoded = query.parameter(text)
    return encoded
end

local function change(text, names, added)
    return query.change(text, query.changes(names, added or {}))
end

describe("query", function()
    it("encodes what would end a parameter or the request line", function()
        assert.equal("a%20b=c%26d%3De%0D%0A%23", parameter "a b=c&d=e\r\n#")
        assert.equal("page=", parameter "page=")
        assert.has_error(function()
            query.parameter "=1"
        end, "a query parameter is written as name=value")
    end)

    it("takes parameters out, however their names are encoded", function()
        assert.equal("b=2&c", change("a=1&b=2&%61=3&c&a", { "a" }))
        assert.equal("x=1", change("a+b=1&a%20b=2&x=1", { "a b" }))
        assert.is_nil(change("a=1", { "a" }))
        assert.equal("aa=1&b=a", change("aa=1&a=2&b=a&a", { "a", "c" }))
        assert.equal("b=2", change("b=2", { "a" }))
    end)

    it("puts parameters behind the others and leaves those as they are", function()
        assert.equal("q=%c3%A4&%zz&n=1", change("q=%c3%A4&%zz", {}, { "n=1" }))
        assert.equal("n=1&n=2", change(false, {}, { "n=1", "n=2" }))
    end)
end)
