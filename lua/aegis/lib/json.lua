--- JSON with errors as values, bounded in depth, and arrays that stay arrays when they are empty.

local cjson = require("cjson.safe").new()

cjson.decode_max_depth(64)
cjson.encode_max_depth(64)
cjson.encode_sparse_array(false, 1, 1)

local setmetatable = setmetatable
local array_mt = cjson.array_mt

local json = {}

--- Value, or nil and an error.
json.decode = cjson.decode
--- Text, or nil and an error.
json.encode = cjson.encode
json.null = cjson.null

--- Marks a table as an array, so that it is written as `[]` when it is empty.
function json.array(items)
    return setmetatable(items, array_mt)
end

return json
