--- Keywords for texts.

local formats = require "aegis.lib.json_schema.formats"
local pattern = require "aegis.lib.pattern"

local gsub = string.gsub

--- In characters, not bytes.
local function length(text)
    local _, count = gsub(text, "[^\128-\191]", "")
    return count
end

return {
    minLength = function(limit)
        return "string", function(value, run)
            return #value >= limit and length(value) >= limit or run:fail("has to have at least %d characters", limit)
        end
    end,
    maxLength = function(limit)
        return "string", function(value, run)
            return #value <= limit or length(value) <= limit or run:fail("has to have at most %d characters", limit)
        end
    end,
    pattern = function(text)
        local matches = pattern.compile(text)
        return "string", function(value, run)
            return matches(value) or run:fail "is not of the form that is asked for"
        end
    end,
    format = function(name)
        local is_one = formats[name] or error("the format " .. tostring(name) .. " is not supported", 0)
        return "string", function(value, run)
            return is_one(value) or run:fail("has to be a valid %s", name)
        end
    end,
}
