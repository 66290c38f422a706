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

    it("decodes no body that cannot have a number for it", function()
        local fields = {}
        for i, pointer in ipairs { "/usage/total", "/usage/list/1" } do
            fields[i] = { name = amounts.name_in(amounts.path(pointer)) }
        end
        assert.is_true(amounts.may_be_in('{"usage":{"total":1}}', fields))
        assert.is_true(amounts.may_be_in('{"usage":{"list":[1,2]}}', fields))
        assert.is_true(amounts.may_be_in('{"usage":{"\\u0074otal":1}}', fields))
        assert.is_false(amounts.may_be_in('{"used":{"sum":1}}', fields))
        assert.is_true(amounts.may_be_in("[1,2]", { { name = amounts.name_in(amounts.path "/0") } }))
    end)
end)
