local bucket = require "aegis.limits.bucket"

-- One request in 10 ms.
local RATE = 0.1
local token = { capacity = 3, rate = RATE, smooth = false }
local leaky = { capacity = 1 + 25 * RATE, rate = RATE, smooth = true }

--- A bucket by a clock that reads as it is told. @return function(now) → left, reset, delay or nil, wait
local function of(policy)
    local level, at = 0, 0
    return function(now)
        level, at = bucket.drained(level, now - at, policy.rate), now
        if not bucket.fits(policy, level, 1) then
            return nil, bucket.wait(policy, level, 1)
        end
        local left, reset, delay = bucket.taken(policy, level, 1)
        level = level + 1
        return left, reset, delay
    end
end

local function passed_at(take, moments)
    local count = 0
    for _, now in ipairs(moments) do
        count = count + (take(now) and 1 or 0)
    end
    return count
end

describe("token bucket", function()
    it("lets a burst through, then as much as drains", function()
        local take = of(token)
        assert.equal(3, passed_at(take, { 100, 100, 100, 100 }))
        assert.equal(0, passed_at(take, { 109 }))
        assert.equal(1, passed_at(take, { 110, 110 }))
        assert.equal(3, passed_at(take, { 1000, 1000, 1000, 1000 }))
    end)

    it("says what is left, when it is full again and makes nobody wait", function()
        local take = of(token)
        assert.same({ 2, 10, 0 }, { take(0) })
        assert.same({ 1, 20, 0 }, { take(0) })
    end)

    it("says when one more passes: exactly then, not a millisecond before", function()
        local take = of(token)
        passed_at(take, { 0, 0, 0 })
        local _, wait = take(3)
        assert.equal(7, wait)
        assert.is_nil(take(3 + wait - 1))
        assert.is_truthy(take(3 + wait))
    end)

    it("never lets more than burst and refill into any span", function()
        local take, passed = of(token), {}
        for now = 1, 500 do
            passed[now] = passed_at(take, { now, now, now, now, now })
        end
        for from = 1, 500 do
            local sum = 0
            for to = from, 500 do
                sum = sum + passed[to]
                assert.is_true(sum <= token.capacity + (to - from) * RATE + 1e-3)
            end
        end
    end)
end)

describe("leaky bucket", function()
    it("lets one through in each interval and makes the others wait, up to the bound", function()
        local take = of(leaky)
        local delays = {}
        for i = 1, 3 do
            delays[i] = select(3, take(0))
        end
        assert.same({ 0, 10, 20 }, delays)
        -- A fourth would wait 30 ms, more than the bound of 25.
        assert.same({ nil, 5 }, { take(0) })
        assert.equal(25, (select(3, take(5))))
    end)

    it("makes nobody wait whose time has come", function()
        local take = of(leaky)
        for now = 0, 100, 10 do
            assert.equal(0, (select(3, take(now))))
        end
    end)
end)

describe("an expensive request", function()
    it("of a token bucket needs room for all that it costs", function()
        assert.is_true(bucket.fits(token, 1, 2))
        assert.is_false(bucket.fits(token, 1.5, 2))
        assert.equal(5, bucket.wait(token, 1.5, 2))
    end)

    it("of a leaky bucket waits no longer than a cheap one; those after it do", function()
        assert.is_true(bucket.fits(leaky, 0, 100))
        assert.is_true(bucket.fits(leaky, 2.5, 100))
        assert.is_false(bucket.fits(leaky, 2.6, 100))
        assert.equal(1, bucket.wait(leaky, 2.6, 100))
        assert.equal(1000, (select(3, bucket.taken(leaky, 100, 1))))
    end)
end)

describe("a clock that jumps", function()
    it("back neither refills nor starves", function()
        local take = of(token)
        assert.equal(3, passed_at(take, { 1000, 1000, 1000 }))
        assert.is_nil(take(400))
        assert.equal(1, passed_at(take, { 410, 410 }))
    end)

    it("ahead refills one burst, not what the time would come to", function()
        local take = of(token)
        assert.equal(3, passed_at(take, { 0, 0, 0 }))
        assert.equal(3, passed_at(take, { 1e9, 1e9, 1e9, 1e9 }))
    end)
end)
