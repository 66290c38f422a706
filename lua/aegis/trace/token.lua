--- Trace tokens of members (see `contracts/src/node/trace-token.ts`): believed by their MAC, without a look-up.

local crypto = require "aegis.lib.crypto"
local encode = require("ngx.base64").encode_base64url
local settings = require "aegis.config.settings"

local match = string.match
local time, tonumber = ngx.time, tonumber

local _M = {}

-- A token that claims to last longer was not made by us.
local MAX_SECONDS = 3600

--- Whether the text is a token in force for this app and environment.
function _M.fits(text, app_id, environment)
    local signed, mac = match(text, "^(aegis%-trace%..+)%.([%w_-]+)$")
    local key_id, app, place, expires_at
    if signed then
        key_id, app, place, expires_at = match(signed, "^aegis%-trace%.(%w)%.([%x-]+)%.(%l+)%.(%d+)$")
    end
    local key = key_id and settings.trace_keys[key_id]
    if not key or app ~= app_id or (place ~= "all" and place ~= environment) then
        return false
    end
    local left = tonumber(expires_at) - time()
    return left > 0 and left <= MAX_SECONDS and crypto.equal(encode(crypto.hmac_sha256(key, signed)), mac)
end

return _M
