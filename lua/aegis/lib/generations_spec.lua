local generations = require "aegis.lib.generations"

describe("generations", function()
    it("gives back what was set", function()
        local map = generations.new(10)
        map:set("a", 1)
        assert.equal(1, map:get "a")
        assert.is_nil(map:get "b")
        map:set("a", 2)
        assert.equal(2, map:get "a")
    end)

    it("holds at most two generations", function()
        local map = generations.new(10)
        for i = 1, 1000 do
            map:set(i, true)
        end
        local held = 0
        for i = 1, 1000 do
            held = held + ((map.young[i] or map.old[i]) and 1 or 0)
        end
        assert.is_true(held <= 20)
    end)

    it("keeps what is used", function()
        local map = generations.new(10)
        map:set("mine", "x")
        for i = 1, 1000 do
            map:set(i, true)
            assert.equal("x", map:get "mine")
        end
    end)
end)
