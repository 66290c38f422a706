--- `Aegis-Signature`: by it the customer's backend knows that a question is the gateway's own, and of now.
-- The other side of contracts/src/node/authorize-signature.ts.

local crypto = require "aegis.lib.crypto"

local _M = {}

--- @param time seconds since 1970
-- @return `t=<time>,v1=<HMAC-SHA-256 of "<time>.<body>" under the secret, hex>`
function _M.of(secret, time, body)
    local mac = crypto.hmac_sha256(secret, time .. "." .. body)
    return "t=" .. time .. ",v1=" .. crypto.hex(mac)
end

return _M
