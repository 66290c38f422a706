local schedule = require "aegis.limits.stores.schedule"

describe("a schedule of exchanges", function()
    local MINUTE = 60000
    local waiting, now

    before_each(function()
        now = 1000000
        waiting = schedule.new(now)
    end)

    local function counter(name, exchanged_at, period)
        return { name = name, period = period or MINUTE, exchanged_at = exchanged_at or -math.huge, queued = false }
    end

    local function names_after(milliseconds, amount)
        now = now + milliseconds
        local names = {}
        for _, one in ipairs(waiting:take(now, amount or 100)) do
            names[#names + 1] = one.name
        end
        return names
    end

    it("lets go at once what goes soon, in its order and no more than asked for", function()
        for _, name in ipairs { "a", "b", "c" } do
            waiting:soon(counter(name))
        end
        assert.same({ "a", "b" }, names_after(0, 2))
        assert.is_false(waiting:is_empty())
        assert.same({ "c" }, names_after(0, 2))
        assert.is_true(waiting:is_empty())
    end)

    it("lets a counter wait for seconds that was exchanged a moment ago", function()
        waiting:later(counter("a", now), now)
        assert.same({}, names_after(3000))
        assert.is_false(waiting:is_empty())
        assert.same({ "a" }, names_after(2100))
        assert.is_true(waiting:is_empty())
    end)

    it("lets a counter go in the next turn that was not exchanged for long", function()
        waiting:later(counter("new"), now)
        waiting:later(counter("old", now - 6000), now)
        assert.same({ "new", "old" }, names_after(100))
    end)

    it("lets no counter wait longer than a part of its period", function()
        waiting:later(counter("a", now, 1000), now)
        assert.same({ "a" }, names_after(400))
    end)

    it("lets a counter go once that could not wait for its turn", function()
        local one = counter("a", now)
        waiting:later(one, now)
        waiting:soon(one)
        waiting:soon(one)
        assert.same({ "a" }, names_after(0))
        one.exchanged_at = now
        assert.same({}, names_after(6000))
        assert.is_true(waiting:is_empty())
    end)

    it("lets a counter wait anew that came back before its first turn", function()
        local one = counter("a", now)
        waiting:later(one, now)
        waiting:soon(one)
        names_after(2500)
        one.exchanged_at = now
        waiting:later(one, now)
        assert.same({}, names_after(2600))
        assert.same({ "a" }, names_after(2500))
        assert.is_true(waiting:is_empty())
    end)

    it("lets all go that wait where there is no later", function()
        waiting:later(counter("a", now), now)
        waiting:later(counter("b", now - 2000), now)
        waiting:hasten()
        assert.equal(2, #names_after(0))
        assert.is_true(waiting:is_empty())
    end)

    it("keeps a bounded number of counters waiting", function()
        for _ = 1, 100002 do
            waiting:later(counter("a", now), now)
            waiting:soon(counter("b"))
        end
        assert.equal(100000, #names_after(0, math.huge))
        waiting:hasten()
        assert.equal(100000, #names_after(0, math.huge))
    end)
end)
