--- First tier: what this worker knows, ready to use. Bounded in bytes; what was not used lately leaves first.

local bounded_cache = require "aegis.lib.bounded_cache"

local _M = {}

local LIMIT_BYTES = 16 * 1024 * 1024
-- A record with its texts and its places in two tables takes about this much besides.
local BYTES_PER_RECORD = 500

local records = {}

local cache = bounded_cache.new(LIMIT_BYTES, function(entry)
    records[entry.name] = nil
end)

--- @return record, whether still good or not; nil
function _M.get(name)
    local entry = records[name]
    if not entry then
        return nil
    end
    entry.used = true
    return entry.record
end

function _M.put(name, record)
    local bytes = 2 * (#name + #record.text) + BYTES_PER_RECORD
    local entry = records[name]
    if entry then
        entry.record = record
        cache:resize(entry, bytes)
    else
        entry = { name = name, record = record, bytes = bytes }
        records[name] = entry
        cache:add(entry)
    end
end

return _M
