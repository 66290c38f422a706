--- The certificate of a handshake, by server name (SNI). The host index says which hosts have one, so that a name
-- without costs no I/O, whoever asks for it: nginx goes on with its default certificate.

local cache = require "aegis.config.cache"
local ssl = require "ngx.ssl"

local _M = {}

--- What the host of the index is called, for a name as the client wrote it.
local function normal(server_name)
    return (server_name:lower():gsub("%.$", ""))
end

local function show(certificate)
    return ssl.clear_certs()
        and ssl.set_cert(certificate.chain)
        and ssl.set_priv_key(certificate.private_key)
end

--- Ends the handshake: a client that is shown a certificate of somebody else is told a lie it may learn to accept.
local function refuse()
    return ngx.exit(ngx.ERROR)
end

--- May wait for a certificate that this worker has not met yet.
function _M.choose()
    local server_name = ssl.server_name()
    if not server_name then
        return nil
    end
    -- A gateway that has no configuration yet says so over HTTP, behind its own certificate.
    local place = cache.host(normal(server_name))
    if not place or not place.certificate then
        return nil
    end
    local certificate = cache.get("certificate", place.certificate)
    if not certificate then
        return refuse()
    end
    if certificate.status == "active" and not show(certificate) then
        return refuse()
    end
    return nil
end

return _M
