--- A bounded map for the hot path: two plain tables. New and used entries live in the young one; when it is full
-- it becomes the old one and the former old one is dropped. Look-ups cost one table access, and an entry that
-- was used within the last `size` insertions is never lost.

local _M = {}
local mt = { __index = _M }

--- @param size entries per generation; at most twice as many are held
function _M.new(size)
    return setmetatable({ size = size, count = 0, young = {}, old = {} }, mt)
end

function _M:get(key)
    local value = self.young[key]
    if value ~= nil then
        return value
    end
    value = self.old[key]
    if value ~= nil then
        self:set(key, value)
    end
    return value
end

function _M:set(key, value)
    if self.young[key] == nil then
        if self.count >= self.size then
            self.old, self.young, self.count = self.young, {}, 0
        end
        self.count = self.count + 1
    end
    self.young[key] = value
end

return _M
