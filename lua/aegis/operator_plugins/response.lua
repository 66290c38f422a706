--- The answer's head as an operator's plugin sees and changes it, that of the backend or our own.

local header_change = require "aegis.operator_plugins.header_change"
local header_lines = require "aegis.lib.header_lines"

local concat = table.concat
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
    header_change.check(name, value, header_lines.kept_in_answer)
    header[name] = value
end

return Response
