--- A document that this worker has not built yet: shared memory, else Redis, else the last good text.

local adopt = require "aegis.config.adopt"
local built = require "aegis.config.built"
local fetch = require "aegis.config.fetch"
local names = require "aegis.config.names"
local single_flight = require "aegis.lib.single_flight"
local texts = require "aegis.config.texts"

local locks = ngx.shared.aegis_locks
local sleep = ngx.sleep

local load = {}

local flights = single_flight.new()

-- How long a worker waits for another worker that is fetching the same document.
local LOCK_SECONDS = 1
local TURNS, TURN_SECONDS = 25, 0.002

--- True when this worker should fetch; false when another one has meanwhile.
local function may_fetch(name)
    for _ = 1, TURNS do
        if locks:add(name, true, LOCK_SECONDS) then
            return true
        end
        sleep(TURN_SECONDS)
        if texts.fresh(name) then
            return false
        end
    end
    return true
end

local function from_shared(kind, id, name)
    local revision, text = texts.fresh(name)
    if revision then
        return adopt.text(kind, id, name, revision, text)
    end
    return nil
end

local function from_redis(kind, id, name)
    if not may_fetch(name) then
        return from_shared(kind, id, name)
    end
    local generation = texts.generation()
    local results = fetch.documents({ name })
    local entry, why
    if results then
        entry, why = adopt.fetched(kind, id, name, results[name], generation)
    end
    locks:delete(name)
    return entry, why or "unavailable"
end

local function from_last_good(kind, id, name)
    local revision, text = texts.last_good(name)
    if not revision then
        return nil
    end
    local entry = adopt.text(kind, id, name, revision, text)
    if entry then
        entry.stale = true
    end
    return entry
end

local function bring(wanted)
    local kind, id, name = wanted.kind, wanted.id, wanted.name
    local entry = from_shared(kind, id, name)
    if entry then
        return entry
    end
    local why
    entry, why = from_redis(kind, id, name)
    if entry or why == "absent" then
        return entry, why
    end
    return from_last_good(kind, id, name), "unavailable"
end

--- Yields. @return entry, or nil and "absent" or "unavailable"
function load.entry(kind, id)
    local name = names.of(kind, id)
    local entry, why = flights:run(name, bring, { kind = kind, id = id, name = name })
    if entry then
        return entry
    end
    return nil, why == "absent" and why or "unavailable"
end

--- Names of the documents of an app's sites that this gateway has nothing of.
local function missing_at_home(app_id)
    local list = {}
    for kind in pairs(built.at_home) do
        local name = names.of(kind, app_id)
        if not built.entries[kind][app_id] and not texts.fresh(name) then
            list[#list + 1] = name
        end
    end
    return list
end

local function bring_home(app_id)
    local app_name = names.of("app", app_id)
    if not may_fetch(app_name) then
        return
    end
    local list, generation = missing_at_home(app_id), texts.generation()
    local results = fetch.documents(list)
    for i = 1, results and #list or 0 do
        local name = list[i]
        adopt.fetched((names.split(name)), app_id, name, results[name], generation)
    end
    locks:delete(app_name)
end

--- What an app's sites are put together from, in one round trip where this gateway has nothing of it. What it does not
-- bring, `load.entry` does. Yields.
function load.home(app_id)
    if #missing_at_home(app_id) > 1 then
        flights:run("home:" .. app_id, bring_home, app_id)
    end
end

return load
