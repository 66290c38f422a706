--- What a gateway shows to upstreams that ask who it is: as nginx takes it from a variable, and parsed for the
-- gateway's own connections.

local ssl = require "ngx.ssl"

local _M = {}

-- Before a PEM text, where nginx expects the name of a file.
local DATA = "data:"

--- @return `{ chain, private_key, parsed_chain, parsed_key }`, nil where there is none; throws what cannot be read
function _M.build(record)
    if not record then
        return nil
    end
    local parsed_chain, err = ssl.parse_pem_cert(record.chain)
    if not parsed_chain then
        error("the client certificate cannot be read: " .. err, 0)
    end
    local parsed_key
    parsed_key, err = ssl.parse_pem_priv_key(record.private_key)
    if not parsed_key then
        error("the client's private key cannot be read: " .. err, 0)
    end
    return {
        chain = DATA .. record.chain,
        private_key = DATA .. record.private_key,
        parsed_chain = parsed_chain,
        parsed_key = parsed_key,
    }
end

return _M
