--- A shard of the host index: host → `{ app_id, environment, certificate? }`.

local _M = {}

function _M.build(document)
    for host, place in pairs(document.hosts) do
        if type(place.app_id) ~= "string" or type(place.environment) ~= "string" then
            error("host " .. host .. " has no app or environment", 0)
        end
    end
    return document.hosts
end

return _M
