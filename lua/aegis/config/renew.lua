--- Entries in use that became stale: looked up again in the background, in batches, until each is new again or
-- refused. Until then requests get the last good object.

local adopt = require "aegis.config.adopt"
local build = require "aegis.config.build"
local built = require "aegis.config.built"
local fetch = require "aegis.config.fetch"
local floors = require "aegis.config.floors"
local names = require "aegis.config.names"
local texts = require "aegis.config.texts"

local now = ngx.now
local timer_at = ngx.timer.at

local renew = {}

local BATCH = 32
-- A timer ends after so many, so that nginx frees what its connections used.
local BATCHES = 32
local RETRY_SECONDS = 0.5
-- A refused document is asked for again now and then: somebody may have repaired the store without a new revision.
local REFUSED_RETRY_SECONDS = 5

local waiting = {}
local pending, retrying = 0, 0
local running = false

--- Number of entries that wait for their first attempt or for a store that is away. Refused ones are not counted:
-- they have been answered, and the refusal is reported by name.
function renew.pending()
    return pending
end

local function is_new(entry)
    return not entry.stale
end

local function current(entry)
    return built.entries[entry.kind][entry.id] == entry
end

local function leave(entry)
    if waiting[entry] then
        if waiting[entry].refused then
            retrying = retrying - 1
        else
            pending = pending - 1
        end
        waiting[entry] = nil
    end
end

local function wait_again(entry, refused, at)
    local before = waiting[entry]
    if before and not refused then
        -- Marked again and again it must still have its turn.
        at = math.min(at, before.at)
    end
    leave(entry)
    waiting[entry] = { refused = refused, at = at }
    if refused then
        retrying = retrying + 1
    else
        pending = pending + 1
    end
end

local function name_of(entry)
    return names.of(entry.kind, entry.id)
end

local function from_shared(entry)
    local name = name_of(entry)
    local revision, text = texts.fresh(name)
    if not revision then
        return false
    end
    return adopt.text(entry.kind, entry.id, name, revision, text) ~= nil
end

--- Takes out what is due; what shared memory has is done at once.
local function due_batch()
    local due, moment = {}, now()
    for entry, ticket in pairs(waiting) do
        if ticket.at <= moment then
            due[#due + 1] = entry
            if #due == BATCH then
                break
            end
        end
    end
    return due
end

local function settle(entry, name, result, generation)
    local ok = adopt.fetched(entry.kind, entry.id, name, result, generation)
    if ok and is_new(entry) and entry.revision >= floors.of(name) then
        leave(entry)
    else
        leave(entry)
        wait_again(entry, true, now() + REFUSED_RETRY_SECONDS * (0.75 + math.random() / 2))
    end
end

local function fetch_batch(entries)
    local list = {}
    for i = 1, #entries do
        list[i] = name_of(entries[i])
    end
    local generation = texts.generation()
    local results = fetch.documents(list)
    for i = 1, #entries do
        local entry = entries[i]
        if results then
            settle(entry, list[i], results[list[i]], generation)
        else
            leave(entry)
            wait_again(entry, false, now() + RETRY_SECONDS * (0.5 + math.random()))
        end
    end
end

local function work_through(due)
    local missing = {}
    for i = 1, #due do
        local entry = due[i]
        if not current(entry) or from_shared(entry) then
            leave(entry)
        else
            missing[#missing + 1] = entry
        end
    end
    if #missing > 0 then
        fetch_batch(missing)
    end
end

local function run(premature)
    local due = premature and {} or due_batch()
    local batches = 0
    while #due > 0 and batches < BATCHES do
        work_through(due)
        due, batches = due_batch(), batches + 1
    end
end

local function run_guarded(premature)
    local ok, problem = pcall(run, premature)
    running = false
    if not ok then
        ngx.log(ngx.ERR, "configuration: renewal failed: ", problem)
    end
end

--- Starts the work when something is due; called by the worker's ticker.
function renew.tick()
    if running or pending + retrying == 0 then
        return
    end
    if #due_batch() > 0 then
        running = timer_at(0, run_guarded) ~= nil
    end
end

--- Marks an entry stale. @param delay seconds before its first attempt
function renew.queue(entry, delay)
    entry.stale = true
    if build.knows(entry.kind) then
        wait_again(entry, false, now() + delay)
    end
end

return renew
