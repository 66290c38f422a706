--- Keywords for numbers.

local abs, floor = math.abs, math.floor

-- Quotients of decimal fractions are off by a little: 0.3 / 0.1 is not 3.
local TOLERANCE = 1e-9

local function bound(text, holds)
    return function(limit)
        return "number", function(value, run)
            return holds(value, limit) or run:fail(text, limit)
        end
    end
end

return {
    minimum = bound("has to be at least %.14g", function(value, limit)
        return value >= limit
    end),
    maximum = bound("has to be at most %.14g", function(value, limit)
        return value <= limit
    end),
    exclusiveMinimum = bound("has to be more than %.14g", function(value, limit)
        return value > limit
    end),
    exclusiveMaximum = bound("has to be less than %.14g", function(value, limit)
        return value < limit
    end),
    multipleOf = bound("has to be a multiple of %.14g", function(value, divisor)
        local quotient = value / divisor
        return abs(quotient - floor(quotient + 0.5)) <= TOLERANCE * abs(quotient)
    end),
}
