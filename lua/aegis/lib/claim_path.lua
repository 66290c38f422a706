--- Where in a token's claims something stands.

local type = type

local _M = {}

--- `a.b` → { "a", "b" }; a claim whose own name has dots (a URL) is asked for as it stands first.
function _M.of(text)
    local names = {}
    for name in text:gmatch "[^.]+" do
        names[#names + 1] = name
    end
    return { whole = text, names = names }
end

--- @return what stands there, any JSON; nil where nothing does
function _M.find(claims, wanted)
    local value = claims[wanted.whole]
    if value ~= nil or #wanted.names == 1 then
        return value
    end
    value = claims
    for i = 1, #wanted.names do
        if type(value) ~= "table" then
            return nil
        end
        value = value[wanted.names[i]]
    end
    return value
end

return _M
