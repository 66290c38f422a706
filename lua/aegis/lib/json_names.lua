--- Whether some object in a JSON text names a member twice. Readers differ in which of the two they believe, so a
-- signed text that does it is refused (RFC 7515 section 4, RFC 7519 section 4).

local json = require "aegis.lib.json"

local byte, find, sub = string.byte, string.find, string.sub

local _M = {}

local QUOTE, OPEN, CLOSE, COLON = 34, 123, 125, 58

--- Index of the quote that ends the string which begins at `from`.
function _M.string_end(text, from)
    local at = from + 1
    while true do
        at = find(text, '["\\]', at)
        if not at then
            return nil
        end
        if byte(text, at) == QUOTE then
            return at
        end
        at = at + 2
    end
end

--- The same name may be spelled with escapes.
local function plain(text, from, to)
    if not find(text, "\\", from, true) or find(text, "\\", from, true) > to then
        return sub(text, from + 1, to - 1)
    end
    local decoded = json.decode("[" .. sub(text, from, to) .. "]")
    return decoded and decoded[1]
end

local function is_name(text, to)
    local next_at = find(text, "%S", to + 1)
    return next_at and byte(text, next_at) == COLON
end

--- @param text valid JSON
function _M.has_doubles(text)
    local open, depth, at = {}, 0, 1
    while true do
        at = find(text, '["{}]', at)
        if not at then
            return false
        end
        local code = byte(text, at)
        if code == OPEN then
            depth = depth + 1
            open[depth] = {}
        elseif code == CLOSE then
            depth = depth - 1
        else
            local to = _M.string_end(text, at)
            if not to then
                return false
            end
            if is_name(text, to) then
                local name = plain(text, at, to)
                if name == nil or open[depth][name] then
                    return true
                end
                open[depth][name] = true
            end
            at = to
        end
        at = at + 1
    end
end

return _M
