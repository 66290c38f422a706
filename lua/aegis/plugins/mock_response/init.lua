--- Answers by itself, so that clients can be built before the backend is.

local accept = require "aegis.lib.accept"
local header_lines = require "aegis.lib.header_lines"

local var = ngx.var

local MockResponse = {}
MockResponse.__index = MockResponse

-- RFC 9110: these answers have no content.
local bodyless = { [204] = true, [205] = true, [304] = true }

local function headers_of(lines)
    local headers = {}
    for _, line in ipairs(header_lines.read(lines, header_lines.kept_in_answer)) do
        headers[line.name] = line.value
    end
    return headers
end

local function check_type(content_type)
    if not content_type:find "^[%w!#$&^_.+-]+/[%w!#$&^_.+-]+[ -~]*$" then
        error("bodies: there is a content type that is none", 0)
    end
end

--- The verdict with one of the bodies.
local function with_body(status, lines, body, has_others)
    local headers = headers_of(lines)
    if body then
        check_type(body.content_type)
        headers["Content-Type"] = body.content_type
    end
    headers["Vary"] = has_others and "Accept" or nil
    return { status = status, headers = headers, body = body and body.body }
end

function MockResponse.new(settings)
    local status = settings.status or 200
    local bodies = bodyless[status] and {} or settings.bodies or {}
    local self = setmetatable({ types = {}, verdicts = {} }, MockResponse)
    for i = 1, #bodies do
        self.types[i] = bodies[i].content_type
        self.verdicts[i] = with_body(status, settings.headers, bodies[i], #bodies > 1)
    end
    self.verdicts[1] = self.verdicts[1] or with_body(status, settings.headers)
    return self
end

function MockResponse:access()
    return self.verdicts[accept.choose(var.http_accept, self.types)]
end

return MockResponse
