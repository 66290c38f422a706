--- Runs a function of a plugin that may not take long: what is loaded and made while nobody may wait for it. (Phases
-- of requests run without this bound: a hook that counts would cost every request.)

local _M = {}

-- Well below a tenth of a second.
local INSTRUCTIONS = 1000000

-- Level of the function that was running when the hook came.
local RUNNING = 2

local function stop()
    -- From here on at each instruction, so that a pcall inside does not catch it for good; until we are back here.
    debug.sethook(stop, "", 1)
    if debug.getinfo(RUNNING, "f").func ~= _M.call then
        error("it does not come to an end", 0)
    end
end

--- @param code the function that `jit` must leave to the interpreter: compiled loops do not count
-- @return true and the result, or false and the error's text
function _M.call(code, run, ...)
    jit.off(code, true)
    debug.sethook(stop, "", INSTRUCTIONS)
    local ok, result = pcall(run, ...)
    debug.sethook()
    jit.on(code, true)
    if not ok and type(result) ~= "string" then
        result = "an error that is no text"
    end
    return ok, result
end

return _M
