--- Batches of usage as JSON (`UsageBatch` of the contracts). Rows are written in the line buffer: every app has one
-- each second, and a library that makes texts of their numbers takes more time than all else that is done for them.

local json = require "aegis.lib.json"
local line_buffer = require "aegis.lib.line_buffer"

local concat, min, sub = table.concat, math.min, string.sub
local decimal, put, put_json = line_buffer.decimal, line_buffer.text, line_buffer.json

local _M = {}

-- The buffer never shrinks: it takes so many rows at a time.
local ROWS_PER_PIECE = 64

local function put_name(start, name)
    put(start)
    put_json(name, #name)
end

local function put_number(start, number)
    put(start)
    decimal(number)
end

local function put_histogram(histogram)
    put_number(',"histogram":[', histogram[1])
    for i = 2, #histogram do
        put_number(",", histogram[i])
    end
    put "]"
end

local function put_row(row)
    put_name('{"app_id":"', row.app_id)
    put_name('","environment":"', row.environment)
    put_name('","tenant":"', row.tenant)
    put_name('","key_id":"', row.key_id)
    put_name('","route_id":"', row.route_id)
    put_number('","status_class":', row.status_class)
    put_number(',"requests":', row.requests)
    put_number(',"refused":', row.refused)
    put_number(',"bytes_in":', row.bytes_in)
    put_number(',"bytes_out":', row.bytes_out)
    put_number(',"latency_ms":', row.latency_ms)
    put_histogram(row.histogram)
    local units = row.units and json.encode(row.units)
    if units then
        put ',"units":'
        put(units)
    end
    put "}"
end

local function piece(rows, first, last)
    line_buffer.begin()
    put_row(rows[first])
    for i = first + 1, last do
        put ","
        put_row(rows[i])
    end
    return line_buffer.taken()
end

--- @return the first `count` rows as a JSON array
function _M.rows(rows, count)
    local pieces = {}
    for first = 1, count, ROWS_PER_PIECE do
        pieces[#pieces + 1] = piece(rows, first, min(count, first + ROWS_PER_PIECE - 1))
    end
    return "[" .. concat(pieces, ",") .. "]"
end

--- @param head `UsageBatch` without its rows  @param rows what `rows` returned
function _M.of(head, rows)
    local text = json.encode(head)
    return text and sub(text, 1, -2) .. ',"rows":' .. rows .. "}"
end

return _M
