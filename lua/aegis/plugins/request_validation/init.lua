--- Refuses requests that do not have the form that the API asks for, before the backend sees them. The schemas are
-- compiled when the configuration is built.

local first = require("aegis.lib.few").first
local json_body = require "aegis.lib.json_body"
local json_schema = require "aegis.lib.json_schema"
local match = require "aegis.request.match"
local parameters = require "aegis.plugins.request_validation.parameters"
local query = require "aegis.lib.query"
local request_body = require "aegis.lib.request_body"

local find, lower = string.find, string.lower
local req = ngx.req
local var = ngx.var

local RequestValidation = {}
RequestValidation.__index = RequestValidation

-- Others mean nothing by a body; one that is there is read all the same.
local carries_body = { POST = true, PUT = true, PATCH = true }
local DEFAULT_MAX_BYTES = 1048576
-- What `admit` lets in at most.
local MAX_LINES = 100

local function compiled(settings, name)
    local schema = settings[name]
    if schema == nil then
        return nil
    end
    local ok, check = pcall(json_schema.compile, schema)
    return ok and check or error(name .. ": " .. tostring(check), 0)
end

local function parameters_of(settings, name)
    local check = compiled(settings, name)
    return check and { check = check, read = parameters.reader(settings[name]) }
end

function RequestValidation.new(settings)
    return setmetatable({
        path = parameters_of(settings, "path"),
        path_members = settings.path and parameters.members(settings.path),
        query = parameters_of(settings, "query"),
        headers = parameters_of(settings, "headers"),
        body = compiled(settings, "body"),
        body_required = settings.body_required ~= false,
        max_bytes = settings.max_body_bytes or DEFAULT_MAX_BYTES,
    }, RequestValidation)
end

local function path_values(ctx)
    local values = {}
    for name, text in pairs(match.params(ctx)) do
        values[name] = query.decoded_segment(text)
    end
    return values
end

--- Whether a parameter of the path is not as its schema wants it.
local function misfits(member, ctx)
    local text = match.param(ctx, member.name)
    if not text then
        return member.required
    end
    return not member.fits(query.decoded_segment(text))
end

--- @param problems list, or nil
-- @return the list with what was found
local function with(problems, place, found)
    for i = 1, #(found or {}) do
        problems = problems or {}
        problems[#problems + 1] = { ["in"] = place, pointer = found[i].pointer, message = found[i].message }
    end
    return problems
end

--- @param values name → text or list of texts
local function check_parameters(problems, place, wanted, values)
    return with(problems, place, wanted.check(wanted.read(values)))
end

local function is_json(content_type)
    local name = content_type and lower(content_type):match "^%s*([^;%s]+)"
    return name == "application/json" or name ~= nil and find(name, "^application/[%w.-]+%+json$") ~= nil
end

--- A body that the backend would take for something else than we do is refused.
local function media_refusal()
    local encoding = var.http_content_encoding
    if not is_json(var.http_content_type) or encoding and lower(encoding) ~= "identity" then
        return {
            code = "unsupported_media_type",
            detail = "The body has to be JSON by its Content-Type, and without a Content-Encoding.",
        }
    end
    return nil
end

--- @return the list with what was found; or nil and a refusal
function RequestValidation:check_body(method, problems)
    local length = request_body.length()
    if length > self.max_bytes then
        return nil, { code = "payload_too_large", detail = "The body is larger than " .. self.max_bytes .. " bytes." }
    elseif length == 0 then
        local lacks = self.body_required and carries_body[method]
        return with(problems, "body", lacks and { { pointer = "", message = "is missing" } })
    end
    local refusal = media_refusal()
    if refusal then
        return nil, refusal
    end
    local value, problem = json_body.read(request_body.text())
    return with(problems, "body", problem and { { pointer = "", message = problem } } or self.body(value))
end

function RequestValidation:access(ctx)
    local problems, refusal
    if self.path and (not self.path_members or first(self.path_members, misfits, ctx)) then
        problems = check_parameters(nil, "path", self.path, path_values(ctx))
    end
    if self.query then
        problems = check_parameters(problems, "query", self.query, query.values(ctx.query))
    end
    if self.headers then
        problems = check_parameters(problems, "headers", self.headers, req.get_headers(MAX_LINES))
    end
    if self.body then
        problems, refusal = self:check_body(ctx.method, problems)
    end
    if problems then
        return { code = "request_invalid", fields = { errors = problems } }
    end
    return refusal
end

return RequestValidation
