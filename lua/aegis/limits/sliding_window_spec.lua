local window = require "aegis.limits.sliding_window"

describe("sliding window", function()
    it("knows its window", function()
        local index, elapsed = window.window(125, 60)
        assert.equal(2, index)
        assert.equal(5, elapsed)
    end)

    it("weights the previous window by what is left of it", function()
        assert.equal(10, window.used(10, 0, 0, 60))
        assert.equal(5, window.used(10, 0, 30, 60))
        assert.equal(8, window.used(10, 3, 30, 60))
    end)

    it("says when one more passes: exactly then, not a millisecond before", function()
        local cases = { { 10, 0, 0 }, { 10, 3, 30 }, { 7, 9, 12 }, { 0, 10, 59 }, { 0, 10, 0 }, { 25, 10, 1 } }
        for _, case in ipairs(cases) do
            local previous, current, elapsed = case[1], case[2], case[3]
            local period, amount = 60, 10
            local wait = window.wait(previous, current, elapsed, period, amount, 1)
            local function passes(after)
                local p, c, at = previous, current, elapsed + after
                while at >= period do
                    p, c, at = c, 0, at - period
                end
                return window.used(p, c, at, period) + 1 <= amount
            end
            assert.is_true(passes(wait), table.concat(case, " "))
            assert.is_true(wait == 1 or not passes(wait - 1), table.concat(case, " "))
        end
    end)

    it("never lets more than twice the amount into any period", function()
        local amount, period, previous, current, passed = 10, 60, 0, 0, {}
        for now = 0, 600 do
            if now % period == 0 then
                previous, current = current, 0
            end
            while window.used(previous, current, now % period, period) + 1 <= amount do
                current = current + 1
                passed[#passed + 1] = now
            end
            local inside = 0
            for _, at in ipairs(passed) do
                inside = inside + (at > now - period and 1 or 0)
            end
            assert.is_true(inside <= 2 * amount)
        end
    end)
end)
