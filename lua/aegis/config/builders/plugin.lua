--- An operator's plugin, its code loaded; what is wrong with the code refuses the document.

local code = require "aegis.operator_plugins.code"

local _M = {}

local places = { early = true, main = true, response = true }
local phases = { access = true, header_filter = true }

local function check(document)
    if not places[document.place] or type(document.order) ~= "number" or type(document.version) ~= "string" then
        error("it lacks place, order or version", 0)
    end
    for _, phase in ipairs(document.phases) do
        if not phases[phase] then
            error("it names a phase that there is not: " .. tostring(phase), 0)
        end
    end
end

function _M.build(document, name)
    if document.status ~= "active" then
        return { status = document.status }
    end
    check(document)
    return {
        status = "active",
        name = name,
        version = document.version,
        place = document.place,
        order = document.order,
        phases = document.phases,
        new = code.load(name, document.source).new,
    }
end

return _M
