--- A number for every request: 32 hex digits, usable as a W3C trace id. It has to be unique, not secret, so random
-- bytes are drawn once per worker (drawing them per request costs more than the rest of the request's numbers).

local bit = require "bit"
local crypto = require "aegis.lib.crypto"

local tobit, tohex = bit.tobit, bit.tohex

local _M = {}

-- An odd step visits all 2^32 values before one comes back, and spreads them: tracers sample by these digits.
local STEP = 0x9e3779b9

local head, state

--- After the fork, so that no two workers share a start.
function _M.seed()
    head = crypto.hex(crypto.random_bytes(12))
    local a, b, c, d = crypto.random_bytes(4):byte(1, 4)
    state = tobit(((a * 256 + b) * 256 + c) * 256 + d)
end

--- What changes stands last: LuaJIT hashes only some bytes of a text, its last four among them.
function _M.next()
    state = tobit(state + STEP)
    return head .. tohex(state)
end

return _M
