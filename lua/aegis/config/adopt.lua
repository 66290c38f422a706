--- One fetched or kept document on its way to the requests: check against the floor, build, keep, swap in.
-- Whatever is refused on this way leaves the last good object in place and is noted by name.

local build = require "aegis.config.build"
local built = require "aegis.config.built"
local floors = require "aegis.config.floors"
local hosts = require "aegis.config.hosts"
local refusals = require "aegis.config.refusals"
local texts = require "aegis.config.texts"

local adopt = {}

-- What callers may name without anybody having made it: that there is none is remembered for so many seconds, in
-- entries that leave like all others. Its event ends that at once; where one may have come while we were asking, a
-- moment is all: what is created after its own miss works within two seconds.
local absent_seconds = { key = 1, tenant = 30, user = 30, challenge = 30 }
local MOMENT = 1

local function refuse(name, revision, reason)
    refusals.note(name, revision or 0, reason)
    return nil, "refused"
end

local function swap_in(kind, id, name, object, revision, text_bytes)
    local entry = built.put(kind, id, object, revision, text_bytes)
    if kind == "hosts" then
        hosts.merge(tonumber(id), object)
    end
    -- A change may have come while we were building, or this is the last good one of an older revision.
    local fact = revision < floors.of(name) and floors.fact(name)
    if fact then
        built.overlay(entry, fact)
    end
    return entry
end

--- Builds a text of shared memory. @return entry, or nil and "refused"
function adopt.text(kind, id, name, revision, text)
    local object, problem = build.object(kind, id, text)
    if object == nil then
        return refuse(name, revision, problem)
    end
    return swap_in(kind, id, name, object, revision, #text)
end

local function absent(kind, id, name)
    local entry = built.entries[kind][id]
    if entry and entry.revision and entry.revision > 0 then
        return refuse(name, 0, "missing in the store")
    end
    if kind == "hosts" then
        -- No host falls into this shard yet; the event of the first one makes it stale.
        return swap_in(kind, id, name, {}, 0, 0)
    elseif absent_seconds[kind] then
        built.put_absent(kind, id, floors.of(name) > 0 and MOMENT or absent_seconds[kind])
    end
    return nil, "absent"
end

--- Takes a result of `fetch.documents`. @param generation the one in which the fetch began
-- @return entry, or nil and "absent" or "refused"
function adopt.fetched(kind, id, name, result, generation)
    if result.absent then
        return absent(kind, id, name)
    end
    local reason = result.refused or texts.refusal(name, result.revision)
    if reason then
        return refuse(name, result.revision, reason)
    end
    local object, problem = build.object(kind, id, result.text)
    if object == nil then
        return refuse(name, result.revision, problem)
    end
    texts.keep(name, result.envelope, generation)
    refusals.clear(name)
    return swap_in(kind, id, name, object, result.revision, #result.text)
end

return adopt
