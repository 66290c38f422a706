--- Lists as sets: every item is a key with the value true.

local _M = {}

--- @param list nil is an empty one
function _M.of(list)
    local set = {}
    for i = 1, #(list or {}) do
        set[list[i]] = true
    end
    return set
end

--- For lists that ask for nothing when they are empty.
-- @return set, or nil where the list is empty or nil
function _M.unless_empty(list)
    return list and #list > 0 and _M.of(list) or nil
end

return _M
