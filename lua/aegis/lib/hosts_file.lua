--- `/etc/hosts`, which nginx's resolver does not read: people expect the names in it to work.

local ip = require "aegis.lib.ip"

local _M = {}

local PATH = "/etc/hosts"
local READ_AGAIN_SECONDS = 10

local names, read_at = {}, -math.huge

--- name (lower case) → addresses, from the text of a hosts file.
function _M.parse(text)
    local found = {}
    for line in text:gmatch "[^\r\n]+" do
        local address, rest = line:gsub("#.*", ""):match "^%s*(%S+)%s+(.*)$"
        if address and ip.parse(address) then
            for name in rest:lower():gmatch "%S+" do
                found[name] = found[name] or {}
                table.insert(found[name], address)
            end
        end
    end
    return found
end

--- Addresses of a name, or nil. The file is read again every ten seconds when somebody asks.
function _M.find(name, now)
    if now - read_at >= READ_AGAIN_SECONDS then
        read_at = now
        local file = io.open(PATH, "rb")
        if file then
            names = _M.parse(file:read "*a")
            file:close()
        end
    end
    return names[name]
end

return _M
