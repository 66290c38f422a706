--- Runs a plugin's `init_spec.lua` against its `init.lua`, both in the environment that gateways give a plugin. One
-- line of JSON for each test goes to standard output; what does not load goes there as text, with exit code 1.

local code = require "aegis.operator_plugins.code"
local environment = require "aegis.operator_plugins.environment"
local fakes = require "aegis_plugin_fakes"
local json = require "aegis.lib.json"
local verdict = require "aegis.operator_plugins.verdict"

local _M = {}

local function read(path)
    local file = assert(io.open(path, "rb"))
    local text = file:read "*a"
    file:close()
    return text
end

local function say(result)
    io.stdout:write(json.encode(result), "\n")
end

local function test(name, body)
    local ok, problem = pcall(body)
    say { name = tostring(name), ok = ok, message = not ok and tostring(problem) or nil }
end

local function same(a, b)
    if type(a) ~= "table" or type(b) ~= "table" then
        return a == b
    end
    for key, value in pairs(a) do
        if not same(value, b[key]) then
            return false
        end
    end
    for key in pairs(b) do
        if a[key] == nil then
            return false
        end
    end
    return true
end

local function shown(value)
    return type(value) == "table" and json.encode(value) or tostring(value)
end

local function equal(expected, actual)
    if not same(expected, actual) then
        error("expected " .. shown(expected) .. ", got " .. shown(actual), 2)
    end
end

local function fails(body, text)
    local ok, problem = pcall(body)
    if ok then
        error("it does not fail", 2)
    elseif text and not tostring(problem):find(text, 1, true) then
        error("it fails otherwise: " .. tostring(problem), 2)
    end
end

--- The object of some settings as gateways call it: what `access` returns is checked as there.
local function maker(name, loaded)
    return function(settings)
        local ok, object = loaded.new(settings or {})
        if not ok then
            error(object, 2)
        end
        local made = {}
        if object.access then
            function made.access(_, request)
                local value = object:access(request)
                return value ~= nil and verdict.of(name, value) or nil
            end
        end
        if object.header_filter then
            function made.header_filter(_, request, response)
                object:header_filter(request, response)
            end
        end
        return made
    end
end

local function run_spec(folder, name)
    local globals = environment.new(name)
    globals.test, globals.equal, globals.fails = test, equal, fails
    globals.request, globals.response = fakes.request, fakes.response
    globals.plugin = maker(name, code.load(name, read(folder .. "/init.lua")))
    local spec, problem = load(read(folder .. "/init_spec.lua"), "=init_spec.lua", "t", globals)
    if not spec then
        error(problem, 0)
    end
    spec()
end

--- Ends the process: nginx would go on and serve.
function _M.run()
    local ok, problem = pcall(run_spec, os.getenv "AEGIS_PLUGIN_FOLDER", os.getenv "AEGIS_PLUGIN_NAME")
    if not ok then
        io.stdout:write(tostring(problem), "\n")
    end
    os.exit(ok and 0 or 1)
end

return _M
