--- Big loops in slices: other requests go on between them.

local get_phase = ngx.get_phase
local sleep = ngx.sleep
local now = ngx.now
local update_time = ngx.update_time

local slice = {}

-- Only these phases may yield.
local yielding = { access = true, content = true, rewrite = true, timer = true }
local BUDGET_SECONDS = 0.002
local TURNS_BETWEEN_LOOKS = 64

--- A function to call once in every turn of a loop; it lets others run about every two milliseconds.
function slice.new()
    if not yielding[get_phase()] then
        return function() end
    end
    local turns = 0
    update_time()
    local started = now()
    return function()
        turns = turns + 1
        if turns % TURNS_BETWEEN_LOOKS ~= 0 then
            return
        end
        update_time()
        if now() - started >= BUDGET_SECONDS then
            sleep(0)
            started = now()
        end
    end
end

return slice
