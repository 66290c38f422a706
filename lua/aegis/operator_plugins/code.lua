--- Source text of an operator's plugin → its `new`.

local bounded = require "aegis.operator_plugins.bounded"
local environment = require "aegis.operator_plugins.environment"

local _M = {}

--- Only text: the machine trusts byte code blindly.
local function compile(name, source)
    local chunk, problem = load(source, "=" .. name .. "/init.lua", "t", environment.new(name))
    return chunk or error(problem, 0)
end

--- Compiles and runs the source once. Throws what is wrong with it.
-- @return `{ new(settings) → ok, object or problem }`
function _M.load(name, source)
    local chunk = compile(name, source)
    local ok, class = bounded.call(chunk, chunk)
    if not ok then
        error(class, 0)
    end
    if type(class) ~= "table" or type(class.new) ~= "function" then
        error(name .. "/init.lua returns no table with a function new", 0)
    end
    return {
        new = function(settings)
            return bounded.call(chunk, class.new, settings)
        end,
    }
end

return _M
