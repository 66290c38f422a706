--- The host index of this worker: every host of every shard in one table, so that an unknown host costs no I/O.

local names = require "aegis.config.names"

local crc32 = ngx.crc32_short

local hosts = {}

local index = {}
local shards = {}
local loaded = 0

--- Puts a shard's content into the index in place of what the shard held before. Does not yield.
function hosts.merge(shard, records)
    local before = shards[shard]
    if before == records then
        return
    end
    for host in pairs(before or {}) do
        if not records[host] then
            index[host] = nil
        end
    end
    for host, record in pairs(records) do
        index[host] = record
    end
    if not before then
        loaded = loaded + 1
    end
    shards[shard] = records
end

--- Whether there is anything to find.
function hosts.any()
    return loaded > 0
end

--- Whether every shard is loaded.
function hosts.complete()
    return loaded == names.HOST_SHARDS
end

--- {app_id, environment, certificate?}, or nil and "absent" or "unavailable".
function hosts.find(host)
    local record = index[host]
    if record then
        return record
    end
    if loaded == names.HOST_SHARDS or shards[crc32(host) % names.HOST_SHARDS] then
        return nil, "absent"
    end
    return nil, "unavailable"
end

return hosts
