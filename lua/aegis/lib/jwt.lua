--- The form of a JSON Web Token in compact serialisation (RFC 7515, RFC 7519, RFC 8725): read strictly, believed only
-- by whoever checks the signature.

local base64 = require "ngx.base64"
local generations = require "aegis.lib.generations"
local json = require "aegis.lib.json"
local json_names = require "aegis.lib.json_names"

local find, lower, sub = string.find, string.lower, string.sub

local _M = {}

_M.MAX_BYTES = 8192
-- Longer headers are read anew: what strangers make up must not fill the memory.
local MAX_KNOWN_BYTES = 512

-- A header that brings or points to its own key would let the sender choose who vouches for it.
local refused_headers = { "crit", "jwk", "jku", "x5u", "x5c", "b64" }
local types = { jwt = true, ["at+jwt"] = true, ["application/at+jwt"] = true }

--- Exactly one text stands for some bytes: what would decode alike from another text is refused.
local function decode(text)
    local bytes = base64.decode_base64url(text)
    return bytes and base64.encode_base64url(bytes) == text and bytes or nil
end

local function object(text)
    local bytes = decode(text)
    if not bytes or not find(bytes, "^%s*{") then
        return nil
    end
    local value = json.decode(bytes)
    if type(value) ~= "table" or json_names.has_doubles(bytes) then
        return nil
    end
    return value
end

local function header_fits(header)
    for i = 1, #refused_headers do
        if header[refused_headers[i]] ~= nil then
            return false
        end
    end
    local typ, kid = header.typ, header.kid
    return type(header.alg) == "string"
        and (typ == nil or (type(typ) == "string" and types[lower(typ)] == true))
        and (kid == nil or type(kid) == "string")
        and header.cty == nil
end

--- Headers that fit, by their text: an issuer's tokens share one. Nobody changes them.
local known_headers = generations.new(1000)

local function header_of(text)
    local known = known_headers:get(text)
    if known then
        return known
    end
    local header = object(text)
    if not header or not header_fits(header) then
        return nil
    end
    if #text <= MAX_KNOWN_BYTES then
        known_headers:set(text, header)
    end
    return header
end

--- Three parts between two dots; that they are base64url shows when they are decoded.
local function parts_of(text)
    local first = find(text, ".", 1, true)
    local second = first and find(text, ".", first + 1, true)
    if not second or find(text, ".", second + 1, true) then
        return nil
    end
    return sub(text, 1, first - 1), sub(text, first + 1, second - 1), sub(text, second + 1)
end

--- Takes a token apart.
-- @return `{ header, claims, signed, signature }` (nothing checked yet), or nil when it is no token that we read
function _M.parse(text)
    if #text > _M.MAX_BYTES then
        return nil
    end
    local first, second, third = parts_of(text)
    local header = first and header_of(first)
    if not header then
        return nil
    end
    local claims, signature = object(second), decode(third)
    if not claims or not signature or signature == "" then
        return nil
    end
    return { header = header, claims = claims, signed = sub(text, 1, #first + 1 + #second), signature = signature }
end

return _M
