--- Cross-Origin Resource Sharing (Fetch standard). A preflight is answered before authentication, since browsers
-- send it without credentials; every other answer, ours included, is marked as readable for allowed origins.

local recent = require "aegis.lib.recent"

local concat = table.concat
local header = ngx.header
local lower = string.lower
local var = ngx.var

local Cors = { answers_preflight = true }
Cors.__index = Cors

local OWN_HEADERS = {
    "X-Request-Id", "RateLimit", "RateLimit-Policy", "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset",
    "Retry-After", "WWW-Authenticate",
}
local DEFAULT_METHODS = { "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE" }
-- What the backend says about CORS has no meaning here: two answers would make none.
local BACKEND_HEADERS = {
    "Access-Control-Allow-Methods", "Access-Control-Allow-Headers", "Access-Control-Max-Age",
    "Access-Control-Allow-Private-Network",
}

local function joined(list, more)
    local all = {}
    for _, source in ipairs { list, more or {} } do
        for i = 1, #source do
            all[#all + 1] = source[i]
        end
    end
    return concat(all, ", ")
end

local function add_origin(self, origin)
    local scheme, domain = lower(origin):match "^(https?://)%*(%..+)$"
    if origin == "*" then
        self.any = true
    elseif domain then
        self.suffixes[#self.suffixes + 1] = { scheme = scheme, domain = domain }
    else
        self.exact[lower(origin)] = true
    end
end

function Cors.new(settings)
    local self = setmetatable({ exact = {}, suffixes = {}, any = false }, Cors)
    for _, origin in ipairs(settings.origins) do
        add_origin(self, origin)
    end
    self.credentials = settings.credentials == true
    if self.any and self.credentials then
        error("cookies cannot be allowed for every origin", 0)
    end
    self.methods = joined(settings.methods or DEFAULT_METHODS)
    self.headers = settings.headers and #settings.headers > 0 and joined(settings.headers) or nil
    self.exposed = joined(OWN_HEADERS, settings.exposed_headers)
    self.max_age = settings.max_age_seconds or 600
    local more = "\r\nAccess-Control-Expose-Headers: "
        .. self.exposed
        .. (self.credentials and "\r\nAccess-Control-Allow-Credentials: true" or "")
        .. (self.any and "" or "\r\nVary: Origin")
    -- What an origin is told, as further lines of the first header; false where it is not allowed.
    self.lines_for = recent.of(function(origin)
        local allowed = self:allowed(origin)
        return allowed and allowed .. more or false
    end)
    return self
end

--- The value of Access-Control-Allow-Origin for an origin, or nil.
function Cors:allowed(origin)
    if self.any then
        return "*"
    end
    local plain = lower(origin)
    if self.exact[plain] then
        return origin
    end
    for i = 1, #self.suffixes do
        local one = self.suffixes[i]
        -- At least one more label, and nothing but host characters in it.
        if plain:sub(1, #one.scheme) == one.scheme and plain:sub(-#one.domain) == one.domain
            and plain:sub(#one.scheme + 1, -#one.domain - 1):find "^[%w-][%w.-]*$" then
            return origin
        end
    end
    return nil
end

--- Answers preflights; the origin's headers come from `header_filter` as on every answer.
function Cors:access()
    local headers = { Vary = "Access-Control-Request-Method, Access-Control-Request-Headers" }
    if self:allowed(var.http_origin) then
        headers["Access-Control-Allow-Methods"] = self.methods
        headers["Access-Control-Allow-Headers"] = self.headers or var.http_access_control_request_headers
        headers["Access-Control-Max-Age"] = self.max_age
    end
    return { status = 204, headers = headers }
end

local function add_vary()
    local vary = header["Vary"]
    if type(vary) == "table" then
        vary = concat(vary, ", ")
    end
    header["Vary"] = vary and vary ~= "" and vary .. ", Origin" or "Origin"
end

--- The same for an answer of the backend over HTTP/1, as variables that nginx.conf writes as headers (the first with
-- the others as further lines) in the place of what the backend says about CORS.
function Cors:add_to_answer(origin)
    local lines = origin and self.lines_for(origin)
    if lines then
        var.aegis_allowed_origin = lines
    elseif not self.any then
        var.aegis_vary = "Origin"
    end
end

function Cors:header_filter(ctx)
    local origin = var.http_origin
    local allowed = origin and self:allowed(origin)
    if not ctx.preflight then
        for i = 1, #BACKEND_HEADERS do
            header[BACKEND_HEADERS[i]] = nil
        end
    end
    header["Access-Control-Allow-Origin"] = allowed or nil
    header["Access-Control-Allow-Credentials"] = allowed and self.credentials and "true" or nil
    header["Access-Control-Expose-Headers"] = allowed and self.exposed or nil
    if not self.any then
        add_vary()
    end
end

return Cors
