--- Changes the parameters of a query text. What is not named stays byte by byte as the caller sent it.

local first = require("aegis.lib.few").first
local set = require "aegis.lib.set"

local find, format, gmatch, gsub, sub = string.find, string.format, string.gmatch, string.gsub, string.sub
local concat = table.concat

local _M = {}

--- Percent-encodes all but unreserved characters (RFC 3986 2.3).
local function encoded(text)
    return (gsub(text, "[^%w%-._~]", function(char)
        return format("%%%02X", char:byte())
    end))
end

local function byte_of(digits)
    return string.char(tonumber(digits, 16))
end

local function decoded(text)
    return (gsub(gsub(text, "+", " "), "%%(%x%x)", byte_of))
end

--- Takes `name=value` (without percent-encoding) apart.
-- @return the name, and both as they stand in a query; throws what is wrong
function _M.parameter(text)
    local name, value = text:match "^([^=]+)=(.*)$"
    if not name then
        error("a query parameter is written as name=value", 0)
    end
    return name, encoded(name) .. "=" .. encoded(value)
end

--- @param names list of parameters that are taken out, however the caller encodes them
-- @param added list of encoded parameters that are put behind the others
-- @return changes for `change`
function _M.changes(names, added)
    return { names = names, dropped = set.of(names), added = #added > 0 and concat(added, "&") or nil }
end

local function occurs(name, query)
    return find(query, name, 1, true)
end

--- Whether something in the query may have to be taken out: a name of these, or one that is encoded.
local function may_drop(query, names)
    return names[1] and (find(query, "%", 1, true) or find(query, "+", 1, true) or first(names, occurs, query))
end

local function without(query, dropped)
    local pieces = {}
    for piece in gmatch(query, "[^&]+") do
        local equals = find(piece, "=", 1, true)
        if not dropped[decoded(sub(piece, 1, equals and equals - 1))] then
            pieces[#pieces + 1] = piece
        end
    end
    return concat(pieces, "&")
end

--- @param query text or false
-- @return the new query, or nil when nothing is left
function _M.change(query, changes)
    local kept, added = query or "", changes.added
    if kept ~= "" and may_drop(kept, changes.names) then
        kept = without(kept, changes.dropped)
    end
    if kept == "" then
        return added
    end
    return added and kept .. "&" .. added or kept
end

--- A percent-encoded piece of a path; a plus is a plus there.
function _M.decoded_segment(text)
    return find(text, "%", 1, true) and gsub(text, "%%(%x%x)", byte_of) or text
end

--- Only these parameters, in this order; each stays as the caller sent it.
-- @param query text or false
-- @param names list
-- @return the new query, or nil when nothing is left
function _M.only(query, names)
    local pieces = {}
    for i = 1, #names do
        for piece in gmatch(query or "", "[^&]+") do
            local equals = find(piece, "=", 1, true)
            if decoded(sub(piece, 1, equals and equals - 1)) == names[i] then
                pieces[#pieces + 1] = piece
            end
        end
    end
    return #pieces > 0 and concat(pieces, "&") or nil
end

--- @param query text, false or nil
-- @return name → value, or the list of its values where it is there more than once
function _M.values(query)
    local values = {}
    for piece in gmatch(query or "", "[^&]+") do
        local equals = find(piece, "=", 1, true)
        local name = decoded(sub(piece, 1, equals and equals - 1))
        local value = equals and decoded(sub(piece, equals + 1)) or ""
        local known = values[name]
        if type(known) == "table" then
            known[#known + 1] = value
        else
            values[name] = known and { known, value } or value
        end
    end
    return values
end

return _M
