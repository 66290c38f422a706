--- A tenant: its status and tier. A deleted one is `revoked`.

local _M = {}

local statuses = { active = true, suspended = true, revoked = true }

function _M.build(document)
    if not statuses[document.status] then
        error("unknown status " .. tostring(document.status), 0)
    end
    return {
        id = document.id,
        -- The follower overlays this field when a tenant is suspended or deleted, before it has fetched the document.
        status = document.status,
        tier = document.tier,
    }
end

return _M
