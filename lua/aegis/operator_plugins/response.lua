--- The answer's head as an operator's plugin sees and changes it, that of the backend or our own.

local header_lines = require "aegis.lib.header_lines"

local concat = table.concat
local find, lower = string.find, string.lower
local header = ngx.header

local Response = {}

function Response.status()
    return ngx.status
end

--- A header of the answer, several of one name joined by a comma; nil where there is none.
function Response.header(_, name)
    local value = header[name]
    return type(value) == "table" and concat(value, ", ") or value
end

--- nil takes the header off.
function Response.set_header(_, name, value)
    if type(name) ~= "string" or not find(name, "^[%w-]+$") then
        error("a header's name has letters, digits and hyphens", 2)
    elseif header_lines.kept_in_answer(lower(name)) then
        error("the header " .. name .. " is the gateway's own", 2)
    elseif value ~= nil and (type(value) ~= "string" or find(value, "%c")) then
        error("the header " .. name .. " is no line of text", 2)
    end
    header[name] = value
end

return Response
