--- The roles of an app. A role: its `name`, its own `set` of permissions (nil where it has none), and `sets`, its own
-- with those of every role that it inherits, each once.

local permission_set = require "aegis.lib.permission_set"
local slice = require "aegis.lib.slice"

local _M = {}

local function permissions_of(record)
    if #record.permissions == 0 then
        return nil
    end
    local permissions, bad = permission_set.of(record.permissions)
    return permissions or error("role " .. record.name .. ": " .. bad .. " is outside of the grammar", 0)
end

--- Whatever a role reaches, each once: the admin refuses circles, and one that came here would still end.
local function reach(by_id, id, seen, sets)
    local role = by_id[id]
    if not role or seen[id] then
        return sets
    end
    seen[id] = true
    sets[#sets + 1] = role.set
    for i = 1, #role.inherits do
        reach(by_id, role.inherits[i], seen, sets)
    end
    return sets
end

function _M.build(document)
    local breathe = slice.new()
    local by_id, by_name = {}, {}
    for i = 1, #document.roles do
        local record = document.roles[i]
        local role = { name = record.name, set = permissions_of(record), inherits = record.inherits }
        by_id[record.id], by_name[record.name] = role, role
        breathe()
    end
    for id, role in pairs(by_id) do
        role.sets = reach(by_id, id, {}, {})
    end
    return { by_id = by_id, by_name = by_name }
end

return _M
