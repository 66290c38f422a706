--- Patterns of people who are not programmers: a plain text is found anywhere, one with stars (`*`, any characters or
-- none) has to fit the whole. Letters of both cases are the same. No regular expressions: what a customer types must
-- not be able to keep a worker busy, and here no step is ever taken back.

local find, lower, sub = string.find, string.lower, string.sub

local _M = {}

local function fits(text, pieces)
    local last = #pieces
    local head, tail = pieces[1], pieces[last]
    local stop = #text - #tail
    if sub(text, 1, #head) ~= head or stop < #head or sub(text, stop + 1) ~= tail then
        return false
    end
    -- The leftmost place of each piece leaves the most room for the next, so no other has to be tried.
    local from = #head + 1
    for i = 2, last - 1 do
        local _, found = find(text, pieces[i], from, true)
        if not found or found > stop then
            return false
        end
        from = found + 1
    end
    return true
end

--- @param pattern text
-- @return a compiled pattern for `matches`
function _M.compile(pattern)
    local pieces = {}
    for piece in (lower(pattern) .. "*"):gmatch "([^*]*)%*" do
        pieces[#pieces + 1] = piece
    end
    return pieces
end

--- @param text in lower case
-- @param compiled list of compiled patterns
-- @return whether one of them matches
function _M.matches(text, compiled)
    for i = 1, #compiled do
        local pieces = compiled[i]
        if #pieces == 1 then
            if find(text, pieces[1], 1, true) then
                return true
            end
        elseif fits(text, pieces) then
            return true
        end
    end
    return false
end

return _M
