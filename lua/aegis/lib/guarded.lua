--- Work of a loop that must go on: an error is logged and ends nothing but this turn.

local ERR, log = ngx.ERR, ngx.log
local pcall = pcall

--- @param name says in the log what failed
-- @return what the work returned first; nil after an error
return function(name, work, ...)
    local ok, result = pcall(work, ...)
    if ok then
        return result
    end
    log(ERR, name, ": ", result)
    return nil
end
