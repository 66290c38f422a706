local bounded_cache = require "aegis.lib.bounded_cache"

describe("a bounded cache", function()
    local cache, gone

    before_each(function()
        gone = {}
        cache = bounded_cache.new(100, function(entry)
            gone[#gone + 1] = entry.name
        end)
    end)

    local function add(name, bytes)
        local entry = { name = name, bytes = bytes }
        cache:add(entry)
        return entry
    end

    it("keeps what fits", function()
        add("a", 40)
        add("b", 60)
        assert.same({}, gone)
        assert.equal(2, cache:count())
    end)

    it("lets leave what was not used", function()
        local a, b = add("a", 40), add("b", 40)
        a.used, b.used = true, false
        add("c", 40)
        assert.same({ "b" }, gone)
    end)

    it("never holds more than its bytes, whatever comes and goes", function()
        math.randomseed(3)
        local entries = {}
        for i = 1, 2000 do
            local entry = add("n" .. i, math.random(30))
            entries[#entries + 1] = entry
            if i % 3 == 0 then
                cache:remove(entries[math.random(#entries)])
            end
            if i % 5 == 0 then
                entries[math.random(#entries)].used = true
            end
            local total = 0
            for slot = 1, cache:count() do
                total = total + cache.slots[slot].bytes
            end
            assert.equal(total, cache.bytes)
            assert.is_true(cache.bytes <= 100)
        end
    end)

    it("keeps one entry that alone is larger than everything", function()
        add("large", 500)
        assert.equal(1, cache:count())
        add("next", 10)
        assert.same({ "large" }, gone)
    end)

    it("makes room when an entry grows", function()
        local a, b = add("a", 40), add("b", 40)
        a.used, b.used = false, true
        cache:resize(b, 90)
        assert.same({ "a" }, gone)
        assert.equal(90, cache.bytes)
    end)

    it("takes out an entry twice without harm", function()
        local a = add("a", 40)
        cache:remove(a)
        cache:remove(a)
        assert.equal(0, cache.bytes)
    end)
end)
