--- What of a request a consistent hash is taken of, compiled to one function.

local ip = require "aegis.lib.ip"

local var = ngx.var

local _M = {}

local function address(ctx)
    return ip.subject(ctx.client_ip())
end

--- Text of a variable of nginx, which a client may leave away.
local function of_variable(name)
    return function(ctx)
        local value = var[name]
        return value and value ~= "" and value or address(ctx)
    end
end

local function of_identity(field)
    return function(ctx)
        local value = ctx.identity[field]
        return value ~= "" and value or address(ctx)
    end
end

--- @param hash_by of the upstream's document
-- @return function of the request's table → text; throws what it does not know
function _M.compile(hash_by)
    local source, name = hash_by.source, hash_by.name
    if source == "tenant" or source == "user" then
        return of_identity(source)
    elseif source == "key" then
        return of_identity "key_id"
    elseif source == "ip" then
        return address
    elseif source == "header" and name:find "^[a-z0-9-]+$" then
        return of_variable("http_" .. name:gsub("-", "_"))
    elseif source == "cookie" and name:find "^[%w_-]+$" then
        return of_variable("cookie_" .. name)
    end
    error("a hash by " .. tostring(source) .. " is unknown", 0)
end

return _M
