--- Plugins by name: their manifest and code, loaded on first use, and instances made from settings.
-- A folder that is broken fails loudly: the document that uses it is refused with the reason. A name without a folder
-- is an operator's plugin, whose code travels as a document of its own.

local json = require "aegis.lib.json"

local _M = {}

local loaded = {}
-- Most apps and routes have none; nothing is ever added to it.
local NONE = {}
local places = { early = true, main = true, response = true }

local function read_manifest(init_file)
    local name = init_file:gsub("init%.lua$", "plugin.json")
    local file, err = io.open(name, "rb")
    if not file then
        error("plugin without manifest: " .. err, 0)
    end
    local manifest = json.decode(file:read "*a")
    file:close()
    if type(manifest) ~= "table" or not places[manifest.place] or type(manifest.order) ~= "number" then
        error("the manifest " .. name .. " lacks a place or an order", 0)
    end
    return manifest
end

local function load(name)
    if not name:find "^[a-z][a-z0-9_]*$" then
        error("no plugin can be called " .. name:sub(1, 64), 0)
    end
    local module = "aegis.plugins." .. name
    -- Only a folder is a plugin; files beside this one are no names that operators must avoid.
    local file = package.searchpath(module .. ".init", package.path)
    if not file then
        return { installed = true }
    end
    return { manifest = read_manifest(file), code = require(module) }
end

function _M.plugin(name)
    if not loaded[name] then
        loaded[name] = load(name)
    end
    return loaded[name]
end

local function instance_of(plugin, use)
    local ok, object = pcall(plugin.code.new, use.settings)
    if not ok then
        error("plugin " .. use.name .. ": " .. tostring(object), 0)
    end
    return {
        name = use.name,
        version = plugin.manifest.version,
        place = plugin.manifest.place,
        order = plugin.manifest.order,
        object = object,
    }
end

--- Makes the instances of a document's plugin list. Throws what is wrong with a plugin or its settings.
-- @param uses list of `{ name, settings }`
-- @return name → `{ name, version, place, order, object }`, or `{ name, settings, installed = true }` of an operator's
-- plugin, for `operator_plugins.instance`
function _M.instances(uses)
    if #uses == 0 then
        return NONE
    end
    local instances = {}
    for i = 1, #uses do
        local use = uses[i]
        local plugin = _M.plugin(use.name)
        instances[use.name] = plugin.installed
            and { name = use.name, settings = use.settings, installed = true }
            or instance_of(plugin, use)
    end
    return instances
end

return _M
