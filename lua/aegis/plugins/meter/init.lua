--- Counts units that the backend reports into usage. Only what a backend answered counts: an answer that the gateway
-- gives by itself, or again, has cost nothing.

local amounts = require "aegis.plugins.meter.amounts"
local json = require "aegis.lib.json"
local metrics = require "aegis.request.metrics"

local concat = table.concat
local find, format, gsub, lower, sub = string.find, string.format, string.gsub, string.lower, string.sub
local header = ngx.header
local tonumber, type = tonumber, type
local var = ngx.var

local JSON = "application/json"

local Meter = {}
Meter.__index = Meter

local function split(records)
    local headers, fields = {}, {}
    for _, record in ipairs(records) do
        if record.header then
            headers[#headers + 1] = {
                unit = record.unit,
                name = record.header,
                variable = "upstream_http_" .. gsub(record.header, "-", "_"),
            }
        else
            local path = amounts.path(record.json)
            fields[#fields + 1] = { unit = record.unit, path = path, name = amounts.name_in(path) }
        end
    end
    return headers, fields
end

local function add(ctx, unit, amount)
    if amount then
        local units = ctx.units or {}
        units[unit] = (units[unit] or 0) + amount
        ctx.units = units
    end
end

local function is_json()
    local content_type = header["Content-Type"]
    return content_type
        and (sub(content_type, 1, #JSON) == JSON or find(lower(content_type), "^application/[%w.+-]*json") ~= nil)
end

--- An answer that should have been read and cannot be is told to the operator.
local function unread(ctx)
    metrics.add_later(format('aegis_unmetered_answers_total{app="%s"}', ctx.app.slug), 1)
end

local function begin_body(self, ctx)
    if not is_json() then
        return
    elseif header["Content-Encoding"] or (tonumber(header["Content-Length"]) or 0) > self.max_body then
        return unread(ctx)
    end
    ctx.metered, ctx.reads_body = "", true
end

--- Most answers come in one piece, and leave as the text that it is.
-- @param body text, or list of texts with their `size`
local function with_piece(body, piece)
    if piece == "" or body == "" then
        return piece == "" and body or piece
    elseif type(body) == "string" then
        return { body, piece, size = #body + #piece }
    end
    body[#body + 1], body.size = piece, body.size + #piece
    return body
end

local function read_body(self, ctx, body)
    local text = type(body) == "string" and body or concat(body)
    if not amounts.may_be_in(text, self.fields) then
        return
    end
    local value = json.decode(text)
    for i = 1, #self.fields do
        add(ctx, self.fields[i].unit, amounts.at(value, self.fields[i].path))
    end
end

local function take_piece(self, ctx, piece, last)
    if not ctx.metered then
        return piece
    end
    local body = with_piece(ctx.metered, piece)
    local size = type(body) == "string" and #body or body.size
    ctx.metered = body
    if size > self.max_body then
        ctx.metered = false
        unread(ctx)
    elseif last then
        ctx.metered = false
        read_body(self, ctx, body)
    end
    return piece
end

local function remove_headers(self)
    for i = 1, #self.headers do
        header[self.headers[i].name] = nil
    end
end

local function count_headers(self, ctx)
    for i = 1, #self.headers do
        add(ctx, self.headers[i].unit, amounts.of(var[self.headers[i].variable]))
    end
end

--- An instance has the methods that its meters need: nothing passes by a filter that reads nothing.
function Meter.new(settings)
    local headers, fields = split(settings.meters)
    local reads = #fields > 0
    return setmetatable({
        headers = headers,
        fields = fields,
        max_body = settings.max_body_bytes or 262144,
        answer_header = reads and begin_body or nil,
        answer_body = reads and take_piece or nil,
        header_filter = settings.remove_headers and #headers > 0 and remove_headers or nil,
        log = #headers > 0 and count_headers or nil,
    }, Meter)
end

return Meter
