--- How much garbage a worker lets gather before it collects. Live data is large and changes little, so collecting
-- seldom saves time; but where many apps are in use, it must not take a multiple of their memory.

local floor, max, min = math.floor, math.max, math.min

local heap = {}

-- May gather whatever lives.
local GARBAGE_BYTES = 96 * 1024 * 1024
-- Percent of what lives.
local LEAST, MOST = 100, 300

--- @param live bytes that the worker holds
-- @return percent of them at which the next collection begins
function heap.pause(live)
    return 100 + floor(min(MOST, max(LEAST, 100 * GARBAGE_BYTES / max(1, live))))
end

--- Takes effect with the next collection.
function heap.tune(live)
    collectgarbage("setpause", heap.pause(live))
end

return heap
