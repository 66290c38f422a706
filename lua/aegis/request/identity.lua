--- Who a caller is, as the later steps use it. Made once per built key document.
-- Fields: `kind`, `key_id`, `tenant` (empty where there is none), `key`, `scopes`, `unlimited` (may do whatever a route
-- demands), `allowed` (route → decision), `policies` (plan → the limits that apply).

local _M = {}

--- Plans come and go with the configuration; an identity must not hold on to old ones.
local function weak()
    return setmetatable({}, { __mode = "k" })
end

--- A caller of a route without authentication: nothing that demands a permission is open to it.
function _M.anonymous()
    return {
        kind = "none", key_id = "", tenant = "", unlimited = false,
        allowed = weak(), policies = weak(), limits = {},
    }
end

function _M.of_key(key)
    return {
        kind = "api_key",
        key_id = key.id,
        tenant = key.tenant,
        key = key,
        scopes = key.scopes,
        unlimited = key.scopes == nil,
        allowed = weak(),
        policies = weak(),
        limits = key.limits,
    }
end

return _M
