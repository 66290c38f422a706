--- Plain HTTP on a host that has a certificate: sent to HTTPS or refused, as the app wants it; over HTTPS browsers are
-- told to come that way alone (HSTS, RFC 6797). Never on a name of this machine: browsers remember it for all ports.

local find = string.find
local header = ngx.header
local var = ngx.var

local _M = {}

local HSTS = "max-age=31536000"
local REQUIRED = { code = "https_required" }

local function is_local(host)
    return host == "localhost" or find(host, "%.localhost$") ~= nil
end

--- @param place of the index of hosts
-- @return `{ requires, base }` for `check`, or nil where plain HTTP is served
function _M.of(host, place, site)
    local mode = site.app.https
    if not place.certificate or not mode or mode == "off" or is_local(host) then
        return nil
    end
    local port = site.platform.https_port
    return {
        requires = mode == "require",
        base = "https://" .. host .. (port and port ~= 443 and ":" .. port or ""),
    }
end

jit.off(_M.of, true)

--- How the client came, as trusted proxies tell it; the variable is there only where the platform names some.
local function scheme()
    return var.aegis_forwarded_proto or var.scheme
end

--- After the path was read: what is sent on is its normal form. 308 keeps method and body.
function _M.check(ctx, wanted)
    if scheme() == "https" then
        header["Strict-Transport-Security"] = HSTS
        return nil
    elseif wanted.requires then
        return REQUIRED
    end
    local query = ctx.query
    local location = wanted.base .. ctx.path .. (query and "?" .. query or "")
    return { status = 308, headers = { Location = location }, own = true }
end

return _M
