--- Changes what the backend gets. It runs after everything was decided, so nothing that it changes can change who the
-- caller is or what they may do; a path that it makes is read once more like one that a client sent.

local header_changes = require "aegis.lib.header_changes"
local header_lines = require "aegis.lib.header_lines"
local match = require "aegis.request.match"
local path = require "aegis.lib.path"
local path_template = require "aegis.lib.path_template"
local query = require "aegis.lib.query"

local req = ngx.req

local RequestTransform = {}
RequestTransform.__index = RequestTransform

local SLASH = 47
-- What `admit` lets in at most.
local MAX_LINES = 100

-- What changes a path under any app's options is not in the form that needs no second look.
local STRICT = { merge_slashes = true, allow_encoded_slash = false }

local function query_changes(settings)
    local dropped, added = {}, {}
    for _, name in ipairs(settings.remove_query or {}) do
        dropped[#dropped + 1] = name
    end
    for _, text in ipairs(settings.set_query or {}) do
        local name, encoded = query.parameter(text)
        dropped[#dropped + 1], added[#added + 1] = name, encoded
    end
    for _, text in ipairs(settings.add_query or {}) do
        local _, encoded = query.parameter(text)
        added[#added + 1] = encoded
    end
    return (dropped[1] or added[1]) and query.changes(dropped, added) or nil
end

local function without_slash(prefix)
    return prefix and prefix:gsub("/$", "") or nil
end

local function is_normal(text)
    return path.normalise(text, STRICT) == text
end

local function a_segment()
    return "x"
end

function RequestTransform.new(settings)
    if settings.path and settings.path_prefix then
        error("a path and a prefix cannot both be replaced", 0)
    end
    local template = settings.path and path_template.compile(settings.path)
    local new_prefix = without_slash(settings.new_path_prefix) or ""
    return setmetatable({
        headers = header_changes.new(settings, header_lines.kept_in_request),
        query = query_changes(settings),
        template = template,
        prefix = without_slash(settings.path_prefix),
        new_prefix = new_prefix,
        -- Whether the settings' own part of the path is in normal form.
        is_normal = is_normal(template and path_template.fill(template, a_segment) or new_prefix .. "/x"),
    }, RequestTransform)
end

local function present(name)
    return req.get_headers(MAX_LINES)[name]
end

local function put(name, value)
    if value then
        req.set_header(name, value)
    else
        req.clear_header(name)
    end
end

--- @return the path as the settings want it, or nil where it stays; and whether what it took from the caller's path
-- is settled
function RequestTransform:wanted_path(ctx)
    if self.template then
        return path_template.fill(self.template, match.param, ctx)
    end
    local prefix = self.prefix
    if not prefix or ctx.path:sub(1, #prefix) ~= prefix then
        return nil
    end
    local rest = ctx.path:sub(#prefix + 1)
    if rest ~= "" and rest:byte() ~= SLASH then
        return nil
    end
    local wanted = self.new_prefix .. rest
    return wanted == "" and "/" or wanted, path.is_settled(rest)
end

function RequestTransform:rewrite_path(ctx)
    local wanted, settled = self:wanted_path(ctx)
    if not wanted then
        return nil
    elseif settled and self.is_normal then
        ctx.rewritten, ctx.verbatim = wanted, false
        return nil
    end
    local normal, reason = path.normalise(wanted, ctx.app.path_options)
    if not normal then
        return { code = "bad_path", detail = "The rewritten path is refused: " .. reason .. "." }
    end
    ctx.rewritten, ctx.verbatim = normal, false
    return nil
end

function RequestTransform:access(ctx)
    local verdict = self:rewrite_path(ctx)
    if verdict then
        return verdict
    end
    header_changes.apply(self.headers, present, put)
    if self.query then
        ctx.query, ctx.verbatim = query.change(ctx.query, self.query), false
    end
    return nil
end

return RequestTransform
