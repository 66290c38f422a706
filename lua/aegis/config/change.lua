--- One entry of the change stream: read, verified, and applied to what the workers share.

local adopt = require "aegis.config.adopt"
local build = require "aegis.config.build"
local events = require "aegis.config.events"
local fetch = require "aegis.config.fetch"
local floors = require "aegis.config.floors"
local names = require "aegis.config.names"
local texts = require "aegis.config.texts"
local verify = require "aegis.config.verify"

local change = {}

local BATCH = 32
local facts = { revoked = true, suspended = true }

local function signed_text(fields)
    for i = 1, #fields, 2 do
        if fields[i] == "change" then
            return fields[i + 1]
        end
    end
    return ""
end

local function check(value, revision)
    if value.revision ~= revision or type(value.previous) ~= "number" or type(value.epoch) ~= "number" then
        return nil, "it lacks revision, previous or epoch"
    end
    if type(value.documents) ~= "table" then
        return nil, "it names no documents"
    end
    for i = 1, #value.documents do
        local document = value.documents[i]
        if not names.split(tostring(document.name)) or document.fact and not facts[document.fact] then
            return nil, "it names what is no document"
        end
    end
    return value
end

--- @param entry {id, {field, value, …}} of XREAD
-- @return revision of the entry, and the change {epoch, previous, revision, documents} or nil and the reason
function change.read(entry)
    local revision = tonumber(entry[1]:match("^(%d+)%-"))
    local signed, text = verify.open(names.redis_key("change:" .. revision), signed_text(entry[2]))
    if not signed then
        return revision, nil, text
    end
    local value, problem = verify.decode(names.redis_key("change:" .. revision), text)
    if value then
        value, problem = check(value, revision)
    end
    return revision, value, problem
end

-- Kinds that are brought before anybody asks: whether a plugin's code loads is what an operator waits to hear, and an
-- authority asks about a host once, as soon as this gateway said that it has the answer.
local always = { plugin = true, challenge = true }

--- Documents of this change that some worker of this gateway uses.
local function in_use(documents)
    local list = {}
    for i = 1, #documents do
        local name = documents[i].name
        local kind = names.split(name)
        if always[kind] or build.knows(kind) and texts.has(name) then
            list[#list + 1] = name
        end
    end
    return list
end

--- Brings the new texts into shared memory, so that the workers find them there when they hear of the change.
-- What fails here the workers try again by themselves.
local function prefetch(list)
    for from = 1, #list, BATCH do
        local batch = { unpack(list, from, math.min(from + BATCH - 1, #list)) }
        local generation = texts.generation()
        local results = fetch.documents(batch)
        if not results then
            return
        end
        for i = 1, #batch do
            local kind, id = names.split(batch[i])
            adopt.fetched(kind, id, batch[i], results[batch[i]], generation)
        end
    end
end

--- Raises the floors, lets facts act at once, brings what is in use, tells the workers.
function change.apply(value)
    local documents = value.documents
    for i = 1, #documents do
        -- One change may hold several revisions of the truth; each document carries its own of them.
        floors.raise(documents[i].name, value.previous + 1, documents[i].fact)
        if documents[i].fact then
            events.push(documents[i].name)
        end
    end
    prefetch(in_use(documents))
    for i = 1, #documents do
        events.push(documents[i].name)
    end
end

return change
