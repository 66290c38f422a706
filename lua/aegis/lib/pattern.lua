--- Regular expressions of customers: the part of ECMAScript's that PCRE reads in the same way. nginx.conf bounds how
-- long one may look (`lua_regex_match_limit`): one that does not come to an end does not match.

local find_match = ngx.re.find
local find, sub = string.find, string.sub

local _M = {}

-- What another reader would read differently, or what makes no sense in an API's schema.
local refused = {
    { "\\[1-9kpPuUxcCAzZGKQEXRNhHvV]", "escapes of this kind" },
    { "(%?[^:=!]", "groups of this kind" },
    { "%[:", "classes by name" },
    { "[*+?}]%+", "possessive quantifiers" },
}

--- `$` is the end of the text here, not the place before a last line break.
local function with_real_end(text)
    local pieces, in_class, at = {}, false, 1
    while at <= #text do
        local char = sub(text, at, at)
        if char == "\\" then
            char = sub(text, at, at + 1)
        elseif char == "[" or char == "]" then
            in_class = char == "["
        elseif char == "$" and not in_class then
            char = "\\z"
        end
        pieces[#pieces + 1] = char
        at = at + (sub(text, at, at) == "\\" and 2 or 1)
    end
    return table.concat(pieces)
end

--- @return function(text) → whether it matches somewhere; throws what is wrong with the pattern
function _M.compile(text)
    for i = 1, #refused do
        if find(text, refused[i][1]) then
            error("the pattern " .. text .. " has " .. refused[i][2], 0)
        end
    end
    local expression = with_real_end(text)
    local _, _, problem = find_match("", expression, "jou")
    if problem then
        error("the pattern " .. text .. " is none: " .. problem, 0)
    end
    return function(value)
        return find_match(value, expression, "jou") ~= nil
    end
end

return _M
