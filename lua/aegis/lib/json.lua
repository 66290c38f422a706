--- JSON with errors as values, bounded in depth, and arrays that stay arrays when they are empty.

local cjson = require("cjson.safe").new()

cjson.decode_max_depth(64)
cjson.encode_max_depth(64)
cjson.encode_sparse_array(false, 1, 1)
-- No NaN, no hexadecimal numbers, no leading zeros.
cjson.decode_invalid_numbers(false)

local find = string.find
local gsub = string.gsub
local next = next
local raw_encode = cjson.encode

-- Not every cjson can write an empty array. We write a text that nobody can guess and put `[]` in its place.
local function unguessable()
    local file = assert(io.open("/dev/urandom", "rb"))
    local bytes = file:read(16)
    file:close()
    return "empty " .. bytes:gsub(".", function(byte)
        return ("%02x"):format(byte:byte())
    end)
end

local EMPTY = unguessable()
local QUOTED_EMPTY = '"' .. EMPTY .. '"'

local json = {}

--- Value, or nil and an error.
json.decode = cjson.decode
json.null = cjson.null
--- A text that nobody outside can know: stands for what has no form of its own.
json.UNGUESSABLE = EMPTY

--- Text, or nil and an error.
function json.encode(value)
    local text, err = raw_encode(value)
    if not text then
        return nil, err
    end
    if find(text, QUOTED_EMPTY, 1, true) then
        text = gsub(text, QUOTED_EMPTY, "[]")
    end
    return text
end

--- What to hand to `encode` for a list, so that it is written as `[]` when it is empty.
function json.array(items)
    return next(items) == nil and EMPTY or items
end

return json
