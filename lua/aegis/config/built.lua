--- The first tier: this worker's built objects, by kind and id (no name is put together to look one up).
-- An entry: {kind, id, object, revision, bytes, used, absent_until?, stale?, home?, kept?}. Pinned kinds never leave.
-- What sites are put together from has a home: one per app, which is bounded, used and evicted as a whole, and its
-- sites with it.

local bounded_cache = require "aegis.lib.bounded_cache"
local build = require "aegis.config.build"

local built = {}

local pinned = { hosts = true, platform = true, plugin = true }
local at_home = { app = true, routes = true, roles = true, upstreams = true }
built.at_home = at_home
-- A built object takes about this many times its text. Beside it lies what requests make of it: identity and counters
-- of a key; sites, plans and policies of an app.
local BYTES_PER_TEXT_BYTE = 6
local BYTES_PER_ENTRY = 500
local BYTES_BESIDE = { key = 2000, app = 3500 }

local entries = {}
for kind in pairs(build.kinds()) do
    entries[kind] = {}
end
--- App id → home: {id, bytes, used, kept?}.
local homes = {}

local version, plugins_version = 1, 1
local count = 0

--- kind → id → entry; `cache.get` reads it directly.
built.entries = entries

--- Takes out of their tables what was made of an entry or of a home's documents.
local function drop_kept(owner)
    local kept = owner.kept
    if kept then
        owner.kept = nil
        for key, map in pairs(kept) do
            map[key] = nil
        end
    end
end

local function forget(entry)
    entries[entry.kind][entry.id] = nil
    count = count - 1
end

local function leave(owner)
    drop_kept(owner)
    if homes[owner.id] ~= owner then
        return forget(owner)
    end
    homes[owner.id] = nil
    for kind in pairs(at_home) do
        local entry = entries[kind][owner.id]
        if entry then
            forget(entry)
        end
    end
end

local cache = bounded_cache.new(ngx.shared.aegis_documents:capacity(), leave)

--- Grows whenever something may have changed that sites of many apps are put together from.
function built.version()
    return version
end

--- Grows whenever an operator's plugin may have changed.
function built.plugins_version()
    return plugins_version
end

function built.count()
    return count
end

--- About how much memory all that takes.
function built.bytes()
    return cache.bytes
end

local function size(kind, text_bytes)
    return text_bytes * BYTES_PER_TEXT_BYTE + BYTES_PER_ENTRY + (BYTES_BESIDE[kind] or 0)
end

local function changed(entry)
    drop_kept(entry.home or entry)
    if pinned[entry.kind] then
        version = version + 1
    end
    if entry.kind == "plugin" then
        plugins_version = plugins_version + 1
    end
end

local function move_in(entry)
    local home = homes[entry.id]
    if home then
        entry.home, home.used = home, true
        return cache:resize(home, home.bytes + entry.bytes)
    end
    home = { id = entry.id, bytes = entry.bytes }
    homes[entry.id], entry.home = home, home
    return cache:add(home)
end

local function create(kind, id, bytes)
    local entry = { kind = kind, id = id, bytes = bytes }
    entries[kind][id] = entry
    count = count + 1
    if at_home[kind] then
        move_in(entry)
    elseif not pinned[kind] then
        cache:add(entry)
    end
    return entry
end

local function resize(entry, bytes)
    local home = entry.home
    if home then
        cache:resize(home, home.bytes + bytes - entry.bytes)
        entry.bytes = bytes
    else
        cache:resize(entry, bytes)
    end
end

--- Swaps a built object in.
function built.put(kind, id, object, revision, text_bytes)
    local bytes = size(kind, text_bytes)
    local entry = entries[kind][id]
    if entry then
        resize(entry, bytes)
    else
        entry = create(kind, id, bytes)
    end
    entry.object, entry.revision = object, revision
    entry.absent_until, entry.stale = nil, nil
    changed(entry)
    return entry
end

--- Remembers for a moment that there is no such document.
function built.put_absent(kind, id, seconds)
    local entry = entries[kind][id] or create(kind, id, BYTES_PER_ENTRY)
    entry.absent_until = ngx.now() + seconds
end

local function keep(owner, map, key)
    owner.kept = owner.kept or {}
    owner.kept[key] = map
end

--- What stands in `map[key]` was made of a document: it goes when that changes or leaves.
function built.keep(kind, id, map, key)
    local entry = entries[kind][id]
    if entry then
        keep(entry, map, key)
    end
end

--- The same for a site in `sites[host]`, unless one of its documents has left or changed meanwhile.
-- @param site with its documents, by kind
-- @return home: say `used` with every use
function built.keep_site(id, site, sites, host)
    for kind in pairs(at_home) do
        local entry = entries[kind][id]
        if site[kind] and not (entry and entry.object == site[kind]) then
            return nil
        end
    end
    local home = homes[id]
    keep(home, sites, host)
    return home
end

--- Takes rights away at once: the object keeps everything but its status.
function built.overlay(entry, status)
    entry.object = setmetatable({ status = status }, { __index = entry.object })
    changed(entry)
end

--- Only of kinds without a home.
function built.remove(entry)
    cache:remove(entry)
    drop_kept(entry)
    forget(entry)
end

return built
