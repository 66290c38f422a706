local few = require "aegis.lib.few"

local function upto(count)
    local list = {}
    for i = 1, count do
        list[i] = i
    end
    return list
end

describe("few", function()
    it("calls with every item in order, whatever their number", function()
        for count = 0, 6 do
            local seen = {}
            few.each(upto(count), function(item, into, factor)
                into[#into + 1] = item * factor
            end, seen, 10)
            local wanted = {}
            for i = 1, count do
                wanted[i] = i * 10
            end
            assert.same(wanted, seen)
        end
    end)

    it("stops at the first item that brings something", function()
        for count = 0, 6 do
            for wanted = 1, 7 do
                local calls = 0
                local found = few.first(upto(count), function(item)
                    calls = calls + 1
                    return item == wanted and "item " .. item or nil
                end)
                assert.equal(wanted <= count and "item " .. wanted or nil, found or nil)
                assert.equal(math.min(wanted, count), calls)
            end
        end
    end)
end)
