--- What every worker needs before it can serve anything: the platform's settings and the whole host index.

local adopt = require "aegis.config.adopt"
local built = require "aegis.config.built"
local fetch = require "aegis.config.fetch"
local hosts = require "aegis.config.hosts"
local names = require "aegis.config.names"
local renew = require "aegis.config.renew"
local texts = require "aegis.config.texts"

local base = {}

local wanted = { { kind = "platform", id = "settings" } }
for shard = 0, names.HOST_SHARDS - 1 do
    wanted[#wanted + 1] = { kind = "hosts", id = tostring(shard) }
end
for i = 1, #wanted do
    wanted[i].name = names.of(wanted[i].kind, wanted[i].id)
end

local complete = false

local function missing()
    local list = {}
    for i = 1, #wanted do
        local item = wanted[i]
        local entry = built.entries[item.kind][item.id]
        if not entry or entry.object == nil then
            list[#list + 1] = item
        end
    end
    return list
end

--- What shared memory has is used; returns the rest.
local function from_shared(list)
    local rest = {}
    for i = 1, #list do
        local item = list[i]
        local revision, text = texts.fresh(item.name)
        if not revision or not adopt.text(item.kind, item.id, item.name, revision, text) then
            rest[#rest + 1] = item
        end
    end
    return rest
end

local function from_last_good(item)
    local revision, text = texts.last_good(item.name)
    local entry = revision and adopt.text(item.kind, item.id, item.name, revision, text)
    if entry then
        renew.queue(entry, 0)
    end
end

local function from_redis(list)
    local asked = {}
    for i = 1, #list do
        asked[i] = list[i].name
    end
    local generation = texts.generation()
    local results = fetch.documents(asked)
    for i = 1, #list do
        local item = list[i]
        local entry = results and adopt.fetched(item.kind, item.id, item.name, results[item.name], generation)
        if not entry then
            from_last_good(item)
        end
    end
end

--- Whether this worker has all of it.
function base.complete()
    return complete
end

--- Whether it has enough to serve: after a start with Redis away some shards of the index may be unknown, and their
-- hosts get "unavailable".
function base.serves()
    return complete or hosts.any() and (built.entries.platform.settings or {}).object ~= nil
end

--- One attempt to load what is missing. Yields.
function base.load()
    local list = from_shared(missing())
    if #list > 0 then
        from_redis(list)
    end
    complete = #missing() == 0
end

return base
