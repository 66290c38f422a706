--- Kept answers of this gateway, in shared memory. An app has a share of it that others cannot take; what it stored
-- first leaves first. Names are hashes of what tells answers apart.

local crypto = require "aegis.lib.crypto"
local generations = require "aegis.lib.generations"
local json = require "aegis.lib.json"
local recent = require "aegis.lib.recent"

local dict = ngx.shared.aegis_cache
local locks = ngx.shared.aegis_locks
local concat = table.concat
local find, match, sub = string.find, string.match, string.sub

local _M = {}

-- No app takes more than this part of the memory.
local SHARE = 4
-- What an entry takes beside its text.
local OVERHEAD = 256
-- How long a leader may keep the others waiting.
local LOCK_SECONDS = 30
-- How long nobody waits for an answer that turned out not to be kept.
local PASS_SECONDS = 10

local hash = recent.of(function(text)
    return crypto.hex(crypto.sha256(text))
end)

local list_of = recent.of(json.decode)

--- Text of an entry's first line → what is in it, as it is looked up: the body is another text each time.
local HEADS = 200
local heads = generations.new(HEADS)

local function head_of(text)
    local class = heads:get(text)
    if not class then
        class = { __index = json.decode(text) }
        heads:set(text, class)
    end
    return class
end

--- @param parts texts; each is told with its length, so that no two lists make one name
function _M.name(parts)
    local pieces = {}
    for i = 1, #parts do
        pieces[i] = #parts[i] .. ":" .. parts[i]
    end
    return hash(concat(pieces))
end

--- Names of the headers that tell answers of this place apart, or nil where none is kept.
function _M.vary(name)
    local text = dict:get("v" .. name)
    return text and list_of(text) or nil
end

--- @return `{ status, headers, stored_at, age, ttl, stale, etag?, last_modified?, body }`, or nil
function _M.get(name)
    local number = dict:get("n" .. name)
    local text = number and dict:get("e" .. number)
    if not text then
        return nil
    end
    local line_end = find(text, "\n", 1, true)
    return setmetatable({ body = sub(text, line_end + 1) }, head_of(sub(text, 1, line_end - 1)))
end

--- Takes out what an app stored first, until it has room.
local function make_room(app_id, bytes, limit)
    local used = "b" .. app_id
    while (dict:get(used) or 0) + bytes > limit do
        local record = dict:lpop("q" .. app_id)
        if not record then
            -- What was told of it is gone with the memory's own eviction.
            dict:set(used, 0)
            return
        end
        local number, size = match(record, "^(%d+) (%d+)$")
        dict:delete("e" .. number)
        dict:incr(used, -tonumber(size))
    end
end

--- @param entry without `body`; `ttl` and `stale` say how long it stays
-- @param vary list of header names
function _M.put(app_id, place, name, vary, entry, body)
    local text = json.encode(entry) .. "\n" .. body
    local size = #text + OVERHEAD
    local limit = dict:capacity() / SHARE
    if size > limit then
        return
    end
    make_room(app_id, size, limit)
    local number = dict:incr("number", 1, 0)
    local seconds = entry.ttl + entry.stale
    if dict:set("e" .. number, text, seconds) then
        dict:incr("b" .. app_id, size, 0)
        dict:rpush("q" .. app_id, number .. " " .. size)
        dict:set("v" .. place, json.encode(json.array(vary)), seconds)
        dict:set("n" .. name, number, seconds)
    end
end

function _M.forget(place)
    dict:delete("v" .. place)
end

--- Makes the caller the one who asks the backend. @return whether nobody else is
function _M.lock(place)
    return (locks:add("cache:" .. place, true, LOCK_SECONDS))
end

function _M.is_locked(place)
    return locks:get("cache:" .. place) ~= nil
end

function _M.unlock(place)
    locks:delete("cache:" .. place)
end

--- Nobody needs to wait for what is not kept.
function _M.note_pass(place)
    dict:set("p" .. place, true, PASS_SECONDS)
end

function _M.passes(place)
    return dict:get("p" .. place) ~= nil
end

return _M
