--- The first tier: this worker's built objects, by kind and id (no name is put together to look one up).
-- An entry: {kind, id, name, object, revision, bytes, used, absent_until?, stale?}. Pinned kinds never leave.

local bounded_cache = require("aegis.lib.bounded_cache")
local build = require("aegis.config.build")
local names = require("aegis.config.names")

local built = {}

local pinned = { hosts = true, platform = true, plugin = true }
-- A built object takes about this many times its text.
local BYTES_PER_TEXT_BYTE = 6
local BYTES_PER_ENTRY = 500

local entries = {}
for kind in pairs(build.kinds()) do
    entries[kind] = {}
end

local function forget(entry)
    entries[entry.kind][entry.id] = nil
end

local cache = bounded_cache.new(ngx.shared.aegis_documents:capacity(), forget)
local version, plugins_version = 1, 1
local pinned_count = 0

--- kind → id → entry; `cache.get` reads it directly.
built.entries = entries

--- Grows whenever an object that requests put together from several documents may have changed.
function built.version()
    return version
end

--- Grows whenever an operator's plugin may have changed.
function built.plugins_version()
    return plugins_version
end

function built.count()
    return cache:count() + pinned_count
end

local function size(text_bytes)
    return text_bytes * BYTES_PER_TEXT_BYTE + BYTES_PER_ENTRY
end

-- Asked for on every request that needs them, never put together with others.
local single = {
    key = true,
    tenant = true,
    user = true,
    issuers = true,
    authorize = true,
    certificate = true,
    challenge = true,
}

local function changed(kind)
    if not single[kind] then
        version = version + 1
    end
    if kind == "plugin" then
        plugins_version = plugins_version + 1
    end
end

local function create(kind, id, bytes)
    local entry = { kind = kind, id = id, name = names.of(kind, id), bytes = bytes }
    entries[kind][id] = entry
    if pinned[kind] then
        pinned_count = pinned_count + 1
    else
        cache:add(entry)
    end
    return entry
end

--- Swaps a built object in.
function built.put(kind, id, object, revision, text_bytes)
    local bytes = size(text_bytes)
    local entry = entries[kind][id]
    if entry then
        cache:resize(entry, bytes)
    else
        entry = create(kind, id, bytes)
    end
    entry.object, entry.revision = object, revision
    entry.absent_until, entry.stale = nil, nil
    changed(kind)
    return entry
end

--- Remembers for a moment that there is no such document.
function built.put_absent(kind, id, seconds)
    local entry = entries[kind][id] or create(kind, id, BYTES_PER_ENTRY)
    entry.absent_until = ngx.now() + seconds
end

--- Takes rights away at once: the object keeps everything but its status.
function built.overlay(entry, status)
    entry.object = setmetatable({ status = status }, { __index = entry.object })
    changed(entry.kind)
end

function built.remove(entry)
    if entry.slot then
        cache:remove(entry)
    end
    forget(entry)
end

return built
