--- The header `traceparent` of W3C Trace Context, version 00.

local find, match, sub = string.find, string.match, string.sub
local tonumber = tonumber

local _M = {}

local LENGTH = 55

--- @param text what a client sent, or false
-- @return trace id, span id and whether the trace is sampled; nil where it is no such header
function _M.read(text)
    if not text or #text ~= LENGTH then
        return nil
    end
    local trace, span, flags = match(text, "^00%-([0-9a-f]+)%-([0-9a-f]+)%-([0-9a-f][0-9a-f])$")
    if not trace or #trace ~= 32 or not find(trace, "[^0]") or not find(span, "[^0]") then
        return nil
    end
    return trace, span, tonumber(sub(flags, 2), 16) % 2 == 1
end

return _M
