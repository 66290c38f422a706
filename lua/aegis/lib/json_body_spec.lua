local json_body = require "aegis.lib.json_body"

local function problem(text)
    local value, what = json_body.read(text)
    return value == nil and what
end

describe("a JSON body", function()
    it("keeps empty lists and empty objects apart, wherever they are", function()
        local value = json_body.read [=[{"a":[ ],"b":{},"c":"[]","d":[[],{}],"e":"\"[]"}]=]
        assert.equal(json_body.NOTHING, value.a[1])
        assert.same({}, value.b)
        assert.equal("[]", value.c)
        assert.equal(json_body.NOTHING, value.d[1][1])
        assert.same({}, value.d[2])
        assert.equal('"[]', value.e)
        assert.equal(json_body.NOTHING, json_body.read("[]")[1])
    end)

    it("is refused where readers differ", function()
        assert.equal("names a member twice", problem [[{"a":1,"a":2}]])
        assert.equal("names a member twice", problem [[{"x":[{"a":1,"\u0061":2}]}]])
        for _, text in ipairs { "", "{", "01", "0x10", "NaN", "[1,]", "{'a':1}", "[1]x", '"[', "[", ("["):rep(100) } do
            assert.equal("is not JSON", problem(text), text)
        end
    end)
end)
