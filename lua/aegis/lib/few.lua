--- Walks lists that have one to three items nearly always. LuaJIT gives up on loops that rarely turn, and on whatever
-- runs through them: the first turns are written out.

local _M = {}

--- Calls with each item.
function _M.each(list, call, a, b)
    local count = #list
    if count == 0 then
        return
    end
    call(list[1], a, b)
    if count == 1 then
        return
    end
    call(list[2], a, b)
    if count == 2 then
        return
    end
    call(list[3], a, b)
    if count > 3 then
        for i = 4, count do
            call(list[i], a, b)
        end
    end
end

--- Calls with item by item until one brings something.
-- @return what it brought, or nil
function _M.first(list, call, a, b)
    local count = #list
    if count == 0 then
        return nil
    end
    local found = call(list[1], a, b)
    if found or count == 1 then
        return found
    end
    found = call(list[2], a, b)
    if found or count == 2 then
        return found
    end
    found = call(list[3], a, b)
    if count > 3 and not found then
        for i = 4, count do
            found = found or call(list[i], a, b)
        end
    end
    return found
end

return _M
