--- A user of a tenant: ids of the roles that were granted.

local _M = {}

function _M.build(document)
    return { roles = document.roles }
end

return _M
