--- A number for every request: 32 hex digits, usable as a W3C trace id. It has to be unique, not secret, so random
-- bytes are drawn once per worker (drawing them per request costs more than the rest of the request's numbers). What
-- changes are the last eight digits; they are kept as a number until somebody wants to read them.

local bit = require "bit"
local crypto = require "aegis.lib.crypto"

local sub = string.sub
local tobit, tohex = bit.tobit, bit.tohex

local _M = {}

-- An odd step visits all 2^32 values before one comes back, and spreads them: tracers sample by these digits.
local STEP = 0x9e3779b9

local state

--- The 24 digits that all numbers of this worker begin with.
_M.head = false
--- Eight of them: with the last eight digits of a number, a span's.
_M.span_head = false

--- After the fork, so that no two workers share a start.
function _M.seed()
    _M.head = crypto.hex(crypto.random_bytes(12))
    _M.span_head = sub(_M.head, 9, 16)
    local a, b, c, d = crypto.random_bytes(4):byte(1, 4)
    state = tobit(((a * 256 + b) * 256 + c) * 256 + d)
end

--- @return what stands for the next request's last eight digits
function _M.next()
    state = tobit(state + STEP)
    return state
end

--- @return all 32 digits
function _M.text(number)
    return _M.head .. tohex(number)
end

return _M
