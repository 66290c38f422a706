--- The form of API keys (the other side is contracts/src/node/api-key.ts):
-- `aegis_<prod|stag|dev>_<32 base62><generation><8 base62 checksum>`. The checksum is keyed: what was made up or
-- mistyped is refused before anything is looked up.

local crypto = require "aegis.lib.crypto"

local byte, char, floor, match, sub = string.byte, string.char, math.floor, string.match, string.sub

local _M = {}

local BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
local CHECKSUM_SPACE = 62 ^ 8
local CHECKSUM_LENGTH = 8
local MAX_LENGTH = 64

--- First 48 bits of the HMAC modulo 62^8, in base62. Exact in doubles.
local function checksum(key, body)
    local a, b, c, d, e, f = byte(crypto.hmac_sha256(key, body), 1, 6)
    local rest = ((((a * 256 + b) * 256 + c) * 256 + d) * 256 + e) * 256 + f
    rest = rest % CHECKSUM_SPACE
    local digits = {}
    for i = CHECKSUM_LENGTH, 1, -1 do
        digits[i] = char(byte(BASE62, rest % 62 + 1))
        rest = floor(rest / 62)
    end
    return table.concat(digits)
end

--- @param keys gateway settings with `checksum_keys` and `pepper_keys` by generation
-- @return the hash under which the key is published (lower-case hex), or nil when the text is no key of this platform
function _M.hash(keys, text)
    if #text > MAX_LENGTH then
        return nil
    end
    local tag, _, generation, sum = match(text, "^aegis_(%l+)_(" .. ("%w"):rep(32) .. ")(%w)(" .. ("%w"):rep(8) .. ")$")
    if tag ~= "prod" and tag ~= "stag" and tag ~= "dev" then
        return nil
    end
    local checksum_key, pepper = keys.checksum_keys[generation], keys.pepper_keys[generation]
    if not checksum_key or not pepper then
        return nil
    end
    if not crypto.equal(checksum(checksum_key, sub(text, 1, -CHECKSUM_LENGTH - 2)), sum) then
        return nil
    end
    return crypto.hex(crypto.hmac_sha256(pepper, text))
end

jit.off(_M.hash, true)

return _M
