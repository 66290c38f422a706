local heap = require "aegis.config.heap"

local MEGABYTE = 1024 * 1024

describe("the heap of a worker", function()
    it("grows to four times of what lives where that is little", function()
        assert.equal(400, heap.pause(0))
        assert.equal(400, heap.pause(10 * MEGABYTE))
    end)

    it("takes 96 MiB more where more lives", function()
        assert.equal(300, heap.pause(48 * MEGABYTE))
    end)

    it("never has to collect before it has doubled", function()
        assert.equal(200, heap.pause(96 * MEGABYTE))
        assert.equal(200, heap.pause(1000 * MEGABYTE))
    end)
end)
