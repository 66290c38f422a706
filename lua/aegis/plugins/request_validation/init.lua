--- Refuses requests that do not have the form that the API asks for, before the backend sees them. The schemas are
-- compiled when the configuration is built.

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

local function note(problems, place, found)
    for i = 1, #(found or {}) do
        problems[#problems + 1] = { ["in"] = place, pointer = found[i].pointer, message = found[i].message }
    end
end

--- @param values name → text or list of texts
local function check_parameters(problems, place, wanted, values)
    if wanted then
        note(problems, place, wanted.check(wanted.read(values())))
    end
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

function RequestValidation:check_body(method, problems)
    local length = request_body.length()
    if length > self.max_bytes then
        return { code = "payload_too_large", detail = "The body is larger than " .. self.max_bytes .. " bytes." }
    elseif length == 0 then
        local lacking = self.body_required and carries_body[method]
        note(problems, "body", lacking and { { pointer = "", message = "is missing" } } or nil)
        return nil
    end
    local refusal = media_refusal()
    if refusal then
        return refusal
    end
    local value, problem = json_body.read(request_body.text())
    if problem then
        note(problems, "body", { { pointer = "", message = problem } })
    else
        note(problems, "body", self.body(value))
    end
    return nil
end

function RequestValidation:access(ctx)
    local problems = {}
    check_parameters(problems, "path", self.path, function()
        return path_values(ctx)
    end)
    check_parameters(problems, "query", self.query, function()
        return query.values(ctx.query)
    end)
    check_parameters(problems, "headers", self.headers, function()
        return req.get_headers(MAX_LINES)
    end)
    local refusal = self.body and self:check_body(ctx.method, problems)
    if refusal or #problems == 0 then
        return refusal
    end
    return { code = "request_invalid", fields = { errors = problems } }
end

return RequestValidation
