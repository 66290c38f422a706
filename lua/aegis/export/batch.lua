--- Lines that leave together, each with its end, put together outside of Lua's memory: they would be most of what the
-- collector has to do.

local ffi = require "ffi"

local copy = ffi.copy
local min, max = math.min, math.max

local _M = {}

_M.MAX_BYTES = 256 * 1024

local FIRST_ROOM = 4096
local LINE_END = 10

--- Fields: `bytes`; `room` and `size`, how many there is place for and how many there are; `count` of lines.
function _M.new(wanted)
    local room = max(FIRST_ROOM, wanted)
    return { bytes = ffi.new("unsigned char[?]", room), room = room, size = 0, count = 0 }
end

--- @return whether so many bytes more find room, in a larger place where it has to be
function _M.widen(batch, wanted)
    local needed = batch.size + wanted
    if needed > _M.MAX_BYTES then
        return false
    end
    local room = max(needed, min(batch.room * 2, _M.MAX_BYTES))
    local bytes = ffi.new("unsigned char[?]", room)
    copy(bytes, batch.bytes, batch.size)
    batch.bytes, batch.room = bytes, room
    return true
end

--- Ask for room first. @param line text or bytes, without a line's end
function _M.add(batch, line, length)
    local size = batch.size
    copy(batch.bytes + size, line, length)
    batch.bytes[size + length] = LINE_END
    batch.size, batch.count = size + length + 1, batch.count + 1
end

--- All lines as one text.
function _M.text(batch)
    return ffi.string(batch.bytes, batch.size)
end

return _M
