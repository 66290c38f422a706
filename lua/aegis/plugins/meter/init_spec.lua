local amounts = require "aegis.plugins.meter.amounts"

describe("meter", function()
    it("counts whole numbers that make sense", function()
        assert.equal(42, amounts.of "42")
        assert.equal(1000000000, amounts.of "1000000000")
        for _, text in ipairs { "", "0", "-1", "1.5", "1e3", "0x10", "42 ", "1000000001", "many" } do
            assert.is_nil(amounts.of(text), text)
        end
        assert.is_nil(amounts.of(nil))
    end)

    it("finds them by a JSON pointer", function()
        local answer = { usage = { ["a/b"] = 3, list = { 5, 7 }, text = "9", half = 0.5 } }
        assert.equal(3, amounts.at(answer, amounts.path "/usage/a~1b"))
        assert.equal(7, amounts.at(answer, amounts.path "/usage/list/1"))
        for _, pointer in ipairs { "/usage", "/usage/none/deeper", "/usage/text", "/usage/half", "/usage/list/9" } do
            assert.is_nil(amounts.at(answer, amounts.path(pointer)), pointer)
        end
        assert.is_nil(amounts.at(nil, amounts.path "/a"))
    end)
end)
