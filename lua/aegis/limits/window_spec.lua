local window = require "aegis.limits.window"

local PERIOD, AMOUNT = 60, 10
local sliding = { amount = AMOUNT, period = PERIOD, carry = 1 }
local fixed = { amount = AMOUNT, period = PERIOD, carry = 0 }

local function rolled(previous, current, elapsed)
    while elapsed >= PERIOD do
        previous, current, elapsed = current, 0, elapsed - PERIOD
    end
    return previous, current, elapsed
end

local function says_exactly_when(policy, cases)
    for _, case in ipairs(cases) do
        local previous, current, elapsed = case[1], case[2], case[3]
        local wait = window.wait(policy, previous, current, elapsed, 1)
        local function passes(after)
            return window.used(policy, rolled(previous, current, elapsed + after)) + 1 <= AMOUNT
        end
        assert.is_true(passes(wait), table.concat(case, " "))
        assert.is_true(wait == 1 or not passes(wait - 1), table.concat(case, " "))
    end
end

--- Takes all it can at every millisecond. @return moments at which something passed
local function greedy(policy, periods)
    local previous, current, passed = 0, 0, {}
    for now = 0, periods * PERIOD do
        if now % PERIOD == 0 then
            previous, current = current, 0
        end
        while window.used(policy, previous, current, now % PERIOD) + 1 <= AMOUNT do
            current = current + 1
            passed[#passed + 1] = now
        end
    end
    return passed
end

describe("windows", function()
    it("are numbered", function()
        local index, elapsed = window.window(125, PERIOD)
        assert.equal(2, index)
        assert.equal(5, elapsed)
    end)

    it("never let more than twice the amount into any period", function()
        for _, policy in ipairs { sliding, fixed } do
            local passed = greedy(policy, 10)
            for now = 0, 10 * PERIOD do
                local inside = 0
                for _, at in ipairs(passed) do
                    inside = inside + (at > now - PERIOD and at <= now and 1 or 0)
                end
                assert.is_true(inside <= 2 * AMOUNT)
            end
        end
    end)
end)

describe("sliding window", function()
    it("weights the previous window by what is left of it", function()
        assert.equal(10, window.used(sliding, 10, 0, 0))
        assert.equal(5, window.used(sliding, 10, 0, 30))
        assert.equal(8, window.used(sliding, 10, 3, 30))
    end)

    it("says when one more passes: exactly then, not a millisecond before", function()
        local cases = { { 10, 0, 0 }, { 10, 3, 30 }, { 7, 9, 12 }, { 0, 10, 59 }, { 0, 10, 0 }, { 25, 10, 1 } }
        says_exactly_when(sliding, cases)
    end)
end)

describe("fixed window", function()
    it("counts the current window alone", function()
        assert.equal(3, window.used(fixed, 10, 3, 30))
    end)

    it("says when one more passes: exactly then, not a millisecond before", function()
        says_exactly_when(fixed, { { 0, 10, 0 }, { 25, 10, 1 }, { 10, 12, 59 } })
    end)
end)
