--- A header that an operator's plugin wants to change: its name is one, it is not the gateway's own, and its value
-- stays on its line.

local find, lower = string.find, string.lower

local _M = {}

-- Of the plugin's own line, which called the method that calls this.
local CALLER = 3

--- Throws what is wrong, at the plugin's line. @param is_kept see `lib/header_lines`
function _M.check(name, value, is_kept)
    if type(name) ~= "string" or not find(name, "^[%w-]+$") then
        error("a header's name has letters, digits and hyphens", CALLER)
    elseif is_kept(lower(name)) then
        error("the header " .. name .. " is the gateway's own", CALLER)
    elseif value ~= nil and (type(value) ~= "string" or find(value, "%c")) then
        error("the header " .. name .. " is no line of text", CALLER)
    end
end

return _M
