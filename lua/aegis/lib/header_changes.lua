--- Changes of headers as plugins offer them: taken off, put in place of what there is, put beside it; in this order.

local header_lines = require "aegis.lib.header_lines"

local _M = {}

--- @param settings `remove_headers` (names), `set_headers` and `add_headers` (lines)
-- @param is_kept see `header_lines`
-- @return changes for `apply`; throws what is wrong
function _M.new(settings, is_kept)
    return {
        remove = header_lines.names(settings.remove_headers, is_kept),
        set = header_lines.read(settings.set_headers, is_kept),
        add = header_lines.read(settings.add_headers, is_kept),
    }
end

local function beside(present, value)
    if not present then
        return value
    elseif type(present) ~= "table" then
        return { present, value }
    end
    local values = {}
    for i = 1, #present do
        values[i] = present[i]
    end
    values[#values + 1] = value
    return values
end

--- @param get function of a name: a text, a list of texts or nil
-- @param put function of a name and a text, a list of texts or nil
function _M.apply(changes, get, put)
    for i = 1, #changes.remove do
        put(changes.remove[i], nil)
    end
    for i = 1, #changes.set do
        put(changes.set[i].name, changes.set[i].value)
    end
    for i = 1, #changes.add do
        local line = changes.add[i]
        put(line.name, beside(get(line.name), line.value))
    end
end

return _M
