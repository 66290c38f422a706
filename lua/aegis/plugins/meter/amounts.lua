--- How much a backend says.

local find, gmatch, gsub = string.find, string.gmatch, string.gsub
local floor = math.floor

local _M = {}

-- A slip of a backend must not spoil a month's numbers.
local MAX_AMOUNT = 1000000000

--- Takes a JSON pointer (RFC 6901) apart.
function _M.path(pointer)
    local steps = {}
    for step in gmatch(pointer, "/([^/]*)") do
        steps[#steps + 1] = gsub(gsub(step, "~1", "/"), "~0", "~")
    end
    return steps
end

--- @param value text or number
-- @return whole number from 1, or nil
function _M.of(value)
    if type(value) == "string" then
        value = find(value, "^%d+$") and tonumber(value)
    end
    if type(value) == "number" and value > 0 and value <= MAX_AMOUNT and value == floor(value) then
        return value
    end
    return nil
end

--- @param value decoded JSON  @param path from `path`
function _M.at(value, path)
    for i = 1, #path do
        if type(value) ~= "table" then
            return nil
        end
        local step = path[i]
        value = value[1] ~= nil and find(step, "^%d+$") and value[tonumber(step) + 1] or value[step]
    end
    return type(value) == "number" and _M.of(value) or nil
end

return _M
