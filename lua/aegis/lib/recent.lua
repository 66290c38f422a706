--- Remembers what a function said about the texts that it was last asked about: addresses and programs of callers are
-- few, and reading one costs more than everything else that is done with it.

local generations = require "aegis.lib.generations"

local _M = {}

local REMEMBERED = 100
-- Who makes up texts takes no more memory than this for each.
local MAX_BYTES = 256

--- @param decide function(text) → anything but nil; it is the same for a text for ever
-- @return the same function with a memory
function _M.of(decide)
    local known = generations.new(REMEMBERED)
    return function(text)
        local value = known:get(text)
        if value == nil then
            value = decide(text)
            if #text <= MAX_BYTES then
                known:set(text, value)
            end
        end
        return value
    end
end

return _M
