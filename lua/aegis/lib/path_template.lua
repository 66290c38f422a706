--- The path of a rewrite: literal segments and `:name` for parameters of the matched route.

local is_settled = require("aegis.lib.path").is_settled

local gmatch = string.gmatch

local _M = {}

--- @return a compiled template for `fill`: the text before the first parameter, then the parameters with the text
-- behind each; throws what is wrong
function _M.compile(text)
    if text:sub(1, 1) ~= "/" then
        error("a path begins with a slash", 0)
    end
    local template, literal = { head = false }, ""
    local function close()
        if template[1] then
            template[#template].tail = literal
        else
            template.head = literal
        end
        literal = ""
    end
    for segment in gmatch(text:sub(2) .. "/", "([^/]*)/") do
        local name = segment:match "^:(.+)$"
        literal = literal .. "/" .. (name and "" or segment)
        if name then
            close()
            template[#template + 1] = { param = name }
        end
    end
    close()
    return template
end

--- Not a loop: see `lib/few.lua`.
local function filled(template, i, text, settled, param, ctx)
    local piece = template[i]
    if not piece then
        return text, settled
    end
    local segment = param(ctx, piece.param) or error("the route has no parameter " .. piece.param, 0)
    return filled(template, i + 1, text .. segment .. piece.tail, settled and is_settled(segment), param, ctx)
end

--- @param param function(ctx, name) → a parameter's segment, encoded as in the path that it is from, or nil
-- @return the path, and whether all that was put into it is settled (see `path.is_settled`); throws when the route has
-- no such parameter
function _M.fill(template, param, ctx)
    return filled(template, 1, template.head, true, param, ctx)
end

return _M
