--- What workers need of the platform's config.

local ip = require "aegis.lib.ip"
local registry = require "aegis.plugins.registry"

local _M = {}

function _M.build(document)
    local ranges, bad = ip.ranges(document.upstream_allow)
    if not ranges then
        error("upstream_allow: " .. tostring(bad) .. " is no address range", 0)
    end
    return {
        base_domain = document.base_domain,
        issuer = document.issuer,
        https_port = document.https_port,
        upstream_allow = ranges,
        app_max_in_flight = document.app_max_in_flight,
        docs_url = document.docs_url,
        plugins = registry.instances(document.plugins),
    }
end

return _M
