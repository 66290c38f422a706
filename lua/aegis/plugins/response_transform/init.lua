--- Changes headers of answers, those of the backend and our own.

local header_changes = require "aegis.lib.header_changes"
local header_lines = require "aegis.lib.header_lines"

local header = ngx.header

local ResponseTransform = {}
ResponseTransform.__index = ResponseTransform

function ResponseTransform.new(settings)
    return setmetatable({
        headers = header_changes.new(settings, header_lines.kept_in_answer),
    }, ResponseTransform)
end

local function present(name)
    return header[name]
end

local function put(name, value)
    header[name] = value
end

function ResponseTransform:header_filter()
    header_changes.apply(self.headers, present, put)
end

return ResponseTransform
