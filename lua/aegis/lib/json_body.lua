--- Reads JSON that somebody else is going to read too: what two readers could take for different things is refused.
-- A list that is empty comes as a list of one mark, so that it is no empty object.

local json = require "aegis.lib.json"
local json_names = require "aegis.lib.json_names"

local byte, find, sub = string.byte, string.find, string.sub
local concat = table.concat

local _M = {}

local QUOTE = 34
local MARK = '["' .. json.UNGUESSABLE .. '"]'

--- The one item of a list that has none.
_M.NOTHING = json.UNGUESSABLE

local function with_marks(text)
    if not find(text, "%[%s*%]") then
        return text
    end
    local pieces, from, at = {}, 1, 1
    while true do
        at = find(text, '["%[]', at)
        if not at then
            break
        end
        local _, close = find(text, "^%[%s*%]", at)
        if close then
            pieces[#pieces + 1] = sub(text, from, at - 1) .. MARK
            from, at = close + 1, close + 1
        elseif byte(text, at) == QUOTE then
            at = (json_names.string_end(text, at) or #text) + 1
        else
            at = at + 1
        end
    end
    pieces[#pieces + 1] = sub(text, from)
    return concat(pieces)
end

--- @return value; or nil and what is wrong
function _M.read(text)
    local value = json.decode(with_marks(text))
    if value == nil then
        return nil, "is not JSON"
    elseif json_names.has_doubles(text) then
        return nil, "names a member twice"
    end
    return value
end

return _M
