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

--- The last step that can only be a member's name; nil where each may be an index of a list.
function _M.name_in(path)
    for i = #path, 1, -1 do
        if not find(path[i], "^%d+$") then
            return path[i]
        end
    end
    return nil
end

--- Whether it is worth while to decode a body: not where a member's name is nowhere in it, which could only be written
-- differently with a backslash.
-- @param fields list of `{ name }`
function _M.may_be_in(text, fields)
    for i = 1, #fields do
        local name = fields[i].name
        if not name or find(text, name, 1, true) then
            return true
        end
    end
    return find(text, "\\", 1, true) ~= nil
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
