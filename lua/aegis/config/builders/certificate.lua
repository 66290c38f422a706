--- What a host shows in a handshake, parsed: `{ status, chain, private_key }`.

local ssl = require "ngx.ssl"

local _M = {}

function _M.build(document)
    if document.status ~= "active" then
        return { status = document.status }
    end
    local chain, private_key, err
    chain, err = ssl.parse_pem_cert(document.chain)
    if not chain then
        return nil, "the chain cannot be read: " .. err
    end
    private_key, err = ssl.parse_pem_priv_key(document.private_key)
    if not private_key then
        return nil, "the private key cannot be read: " .. err
    end
    return { status = "active", chain = chain, private_key = private_key }
end

return _M
