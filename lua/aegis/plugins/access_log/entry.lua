--- One call as a JSON line in the line buffer. Secrets never get into it, whatever the settings say.
--
-- Nothing here makes Lua texts or runs a loop for a usual request (see `lib/radix.lua`): what is equal for the calls of
-- one caller to one route is put together once, and what needs a pattern stands last.

local line_buffer = require "aegis.lib.line_buffer"
local tracing = require "aegis.request.tracing"

local find, gsub, lower = string.find, string.gsub, string.lower
local bytes, decimal, json, text = line_buffer.bytes, line_buffer.decimal, line_buffer.json, line_buffer.text
local monotonic_ms = require("aegis.lib.clock").monotonic_ms
local ngx = ngx
local tonumber = tonumber
local value_of = require("aegis.lib.nginx_variable").bytes
local variable = line_buffer.variable

local Entry = {}
Entry.__index = Entry

local _M = {}

local REDACTED = "***"
-- What stands before the first header that is there.
local FIRST = ',"headers":{'
local weak = { __mode = "k" }
local NOBODY = { tenant = "", user = "", key_id = "" }
-- Parts of names, in lower case, whose values are credentials somewhere.
local secret_words = {
    "auth", "cookie", "token", "secret", "password", "passwd", "key", "signature", "session", "credential", "otp",
    "code", "jwt",
}

local function is_secret(name)
    local plain = lower(name)
    for i = 1, #secret_words do
        if find(plain, secret_words[i], 1, true) then
            return true
        end
    end
    return false
end

function _M.new(settings)
    local headers = {}
    for i, name in ipairs(settings.headers or {}) do
        headers[i] = {
            start = '"' .. name .. '":"',
            variable = "http_" .. gsub(name, "-", "_"),
            secret = is_secret(name),
        }
    end
    return setmetatable({
        headers = headers,
        shows_values = settings.query_values == true,
        -- Plan → identity → what is the same for all of its calls.
        known = setmetatable({}, weak),
    }, Entry)
end

--- Percent-encoding must not hide what a name says.
local function visible(name)
    return (gsub(name, "%%(%x%x)", function(digits)
        return string.char(tonumber(digits, 16))
    end))
end

local function hide_secret(name)
    return is_secret(visible(name)) and name .. "=" .. REDACTED or nil
end

--- A query with its names, and with those values that may be seen.
function _M.query(query, shows_values)
    if shows_values then
        return (gsub(query, "([^&=]*)=[^&]*", hide_secret))
    end
    return (gsub(query, "=[^&]*", "=" .. REDACTED))
end

local function put_member(start, value)
    if value and value ~= "" then
        text(start)
        json(value, #value)
    end
end

local function compose(ctx, identity)
    line_buffer.begin()
    put_member('","app":"', ctx.app.slug)
    put_member('","environment":"', ctx.environment)
    put_member('","route":"', ctx.route.name)
    put_member('","tenant":"', identity.tenant)
    put_member('","user":"', identity.user)
    put_member('","key_id":"', identity.key_id)
    text '","status":'
    return line_buffer.taken()
end

local function remember(self, ctx, identity)
    local texts = self.known[ctx.plan] or setmetatable({}, weak)
    self.known[ctx.plan] = texts
    texts[identity] = compose(ctx, identity)
    return texts[identity]
end

jit.off(remember, true)

--- What all calls of a caller by a plan have in common. Uses the line buffer.
local function common(self, ctx)
    local identity, texts = ctx.identity or NOBODY, self.known[ctx.plan]
    return texts and texts[identity] or remember(self, ctx, identity)
end

local function put_numbers(ctx)
    decimal(ngx.status)
    text ',"bytes_in":'
    variable "request_length"
    text ',"bytes_out":'
    variable "bytes_sent"
    text ',"milliseconds":'
    decimal(monotonic_ms() - ctx.began)
end

local function put_code(code)
    text ',"code":"'
    text(code)
    text '"'
end

local function put_upstream(ctx)
    local endpoint = ctx.endpoint
    if endpoint then
        local label = endpoint.target.label
        text ',"upstream":"'
        json(label, #label)
        text '"'
    end
    local tries, length = value_of "upstream_status"
    if tries and length > 0 then
        text ',"upstream_status":"'
        bytes(tries, length)
        text '"'
    end
end

--- @return what stands before the next header
local function put_header(header, start)
    local value, length = value_of(header.variable)
    if not value then
        return start
    end
    text(start)
    text(header.start)
    if header.secret then
        text(REDACTED)
    else
        json(value, length)
    end
    return '",'
end

--- Two without a loop.
local function put_headers(list)
    local start = put_header(list[1], FIRST)
    if list[2] then
        for i = 2, #list do
            start = put_header(list[i], start)
        end
    end
    if start ~= FIRST then
        text '"}'
    end
end

local function put_query(query)
    text ',"query":"'
    json(query, #query)
    text '"'
end

--- Puts the line into the line buffer.
function Entry:put(ctx)
    local same = common(self, ctx)
    line_buffer.begin()
    text '{"time":"'
    line_buffer.time()
    text '","request_id":"'
    tracing.put_id(ctx)
    text '","client":"'
    variable "remote_addr"
    put_member('","host":"', ctx.host)
    put_member('","method":"', ctx.method)
    put_member('","path":"', ctx.path)
    text '","protocol":"'
    variable "server_protocol"
    text(same)
    put_numbers(ctx)
    if ctx.verdict and ctx.verdict.code then
        put_code(ctx.verdict.code)
    end
    put_upstream(ctx)
    if ctx.query then
        put_query(_M.query(ctx.query, self.shows_values))
    end
    if self.headers[1] then
        put_headers(self.headers)
    end
    text "}"
end

return _M
