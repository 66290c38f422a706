--- Changes of headers as plugins offer them: taken off, put in place of what there is, put beside it; in this order.

local each = require("aegis.lib.few").each
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

local function remove(name, put)
    put(name, nil)
end

local function set(line, put)
    put(line.name, line.value)
end

local function add(line, put, get)
    put(line.name, beside(get(line.name), line.value))
end

--- @param get function of a name: a text, a list of texts or nil
-- @param put function of a name and a text, a list of texts or nil
function _M.apply(changes, get, put)
    each(changes.remove, remove, put)
    each(changes.set, set, put)
    each(changes.add, add, put, get)
end

return _M
