--- The Redis protocol (RESP 2): commands to bytes, replies from a reader.
-- Pure: the reader gives `line()` and `bytes(count)`, each returning text, or nil and an error.

local sub = string.sub
local tonumber = tonumber
local tostring = tostring

local resp = {}

-- What a broken or hostile server may make us hold.
local MAX_BULK = 64 * 1024 * 1024
local MAX_ITEMS = 1024 * 1024
local MAX_DEPTH = 8

--- One argument, a text or a number, as bytes.
function resp.argument(value)
    local text = tostring(value)
    return "$" .. #text .. "\r\n" .. text .. "\r\n"
end

local argument = resp.argument

--- What a command of so many arguments begins with.
function resp.head(count)
    return "*" .. count .. "\r\n"
end

--- One command as bytes, written to the end of `out`. Arguments are strings or numbers.
function resp.encode(command, out)
    local n = #out
    out[n + 1] = resp.head(#command)
    for i = 1, #command do
        out[n + 1 + i] = argument(command[i])
    end
    return out
end

local function integer(text)
    if not text:find("^%-?%d+$") or #text > 20 then
        return nil, "redis: not a number: " .. text:sub(1, 32)
    end
    return tonumber(text)
end

local function read_bulk(reader, text)
    local length, err = integer(text)
    if not length then
        return nil, err
    end
    if length == -1 then
        return false
    end
    if length < 0 or length > MAX_BULK then
        return nil, "redis: a text of " .. text .. " bytes"
    end
    local bytes
    bytes, err = reader:bytes(length + 2)
    if not bytes then
        return nil, err
    end
    if sub(bytes, -2) ~= "\r\n" then
        return nil, "redis: a text without its end"
    end
    return sub(bytes, 1, -3)
end

local read

local function read_array(reader, text, depth)
    local count, err = integer(text)
    if not count then
        return nil, err
    end
    if count == -1 then
        return false
    end
    if count < 0 or count > MAX_ITEMS or depth >= MAX_DEPTH then
        return nil, "redis: an array too large or too deep"
    end
    local items = {}
    for i = 1, count do
        local item, item_err = read(reader, depth + 1)
        if item == nil then
            return nil, item_err
        end
        items[i] = item
    end
    return items
end

--- One reply: text, number, `false` (Redis' nil), `{err = text}` (Redis' error) or an array of these.
-- nil and an error when the connection or the protocol broke; the connection is unusable then.
function read(reader, depth)
    local line, err = reader:line()
    if not line then
        return nil, err
    end
    local kind, text = sub(line, 1, 1), sub(line, 2)
    if kind == "$" then
        return read_bulk(reader, text)
    elseif kind == "+" then
        return text
    elseif kind == ":" then
        return integer(text)
    elseif kind == "*" then
        return read_array(reader, text, depth)
    elseif kind == "-" then
        return { err = text }
    end
    return nil, "redis: not a reply"
end

function resp.decode(reader)
    return read(reader, 0)
end

return resp
