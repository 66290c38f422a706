--- Makes of an operator's plugin and the settings of one place what `run_plugins` calls. Each place has an instance of
-- its own; one that cannot be made fails the requests of that place and of no other.

local cache = require "aegis.config.cache"
local failures = require "aegis.plugins.failures"
local refusals = require "aegis.config.refusals"
local request = require "aegis.operator_plugins.request"
local response = require "aegis.operator_plugins.response"
local verdict = require "aegis.operator_plugins.verdict"

local _M = {}

local UNAVAILABLE = { code = "configuration_unavailable", retry_after = 2 }

--- Stands in for a plugin that is not there: skipping it could open what it was there to close.
local function refusing(name, answer)
    return { name = name, place = "early", order = 0, version = "", object = {
        access = function()
            return answer
        end,
    } }
end

local function failing(name, version, problem)
    ngx.log(ngx.ERR, "plugin ", name, " failed: ", problem)
    failures.note(name, version, problem)
    return refusing(name, { code = "plugin_failed", fields = { plugin = name } })
end

local methods = {}

function methods.access(name, inner)
    return function()
        local value = inner:access(request)
        if value == nil then
            return nil
        end
        return verdict.of(name, value)
    end
end

function methods.header_filter(_, inner)
    return function()
        inner:header_filter(request, response)
    end
end

local function object_of(plugin, inner)
    local object = {}
    for _, phase in ipairs(plugin.phases) do
        if type(inner) ~= "table" or type(inner[phase]) ~= "function" then
            error("it lacks " .. phase .. ", which its manifest names", 0)
        end
        object[phase] = methods[phase](plugin.name, inner)
    end
    return object
end

local function make(plugin, settings)
    local ok, inner = plugin.new(settings)
    if not ok then
        return failing(plugin.name, plugin.version, inner)
    end
    local fits, object = pcall(object_of, plugin, inner)
    if not fits then
        return failing(plugin.name, plugin.version, object)
    end
    return {
        name = plugin.name, version = plugin.version, place = plugin.place, order = plugin.order, object = object,
    }
end

--- Why there is nothing to run. @return instance, and true: look again soon
local function missing(name, why)
    local refused = refusals.of("plugin:" .. name)
    if refused or why == "absent" then
        return failing(name, "", refused or "it is not installed"), true
    end
    return refusing(name, UNAVAILABLE), true
end

--- @param use of a built document: `{ name, settings }`; remembers its instance. May yield
-- @return instance, and whether it only stands in for a while
function _M.of(use)
    local plugin, why = cache.get("plugin", use.name)
    if not plugin then
        return missing(use.name, why)
    end
    if plugin.status ~= "active" then
        return failing(use.name, "", "it was removed")
    end
    if use.plugin ~= plugin then
        use.plugin, use.instance = plugin, make(plugin, use.settings)
    end
    return use.instance
end

return _M
