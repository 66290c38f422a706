--- Where an exporter sends to. Customers write it, so its addresses pass the same policy as those of upstreams: the
-- address that was checked is the one that is connected to.

local address_policy = require "aegis.lib.address_policy"
local dns = require "aegis.lib.dns"

local lower, match = string.lower, string.match

local _M = {}

local ports = { https = 443, http = 80, syslog = 514, ["syslog+udp"] = 514, ["syslog+tls"] = 6514 }
local with_tls = { https = true, ["syslog+tls"] = true }
local CONNECT_MS, SEND_MS, READ_MS = 2000, 5000, 5000

--- @param url text
-- @return `{ scheme, host, port, path, host_text, tls }`; throws what is wrong
function _M.parse(url)
    local scheme, authority, path = match(url, "^([a-z+]+)://([^/?#@%s]+)([^%s]*)$")
    if not ports[scheme or ""] then
        error("there is no exporter for " .. url, 0)
    end
    local host, port = match(authority, "^%[([%x:.]+)%]:?(%d*)$")
    if not host then
        host, port = match(authority, "^([%w_.-]+):?(%d*)$")
    end
    if not host then
        error("there is no host in " .. url, 0)
    end
    return {
        scheme = scheme,
        host = lower(host),
        port = tonumber(port) or ports[scheme],
        path = path ~= "" and path or "/",
        host_text = authority,
        tls = with_tls[scheme] or false,
    }
end

--- @return an address that may be called, or nil and why there is none
local function address_of(place, allowed)
    local found, problem = dns.resolve(place.host)
    if not found then
        return nil, "the name " .. place.host .. " cannot be resolved: " .. tostring(problem)
    end
    local rule
    for _, list in ipairs { found.first, found.other } do
        for i = 1, #list do
            rule = address_policy.refusal(list[i], allowed)
            if not rule then
                return list[i]
            end
        end
    end
    return nil, place.host .. " leads to closed addresses (" .. tostring(rule) .. ")"
end

local function in_brackets(address)
    return address:find(":", 1, true) and "[" .. address .. "]" or address
end

--- @param allowed ranges that the operator opened
-- @return socket; or nil and why there is none
function _M.connect(place, allowed)
    local address, problem = address_of(place, allowed)
    if not address then
        return nil, problem
    end
    local socket = ngx.socket.tcp()
    socket:settimeouts(CONNECT_MS, SEND_MS, READ_MS)
    local ok
    ok, problem = socket:connect(in_brackets(address), place.port)
    if ok and place.tls then
        ok, problem = socket:sslhandshake(nil, place.host, true)
    end
    if not ok then
        socket:close()
        return nil, tostring(problem)
    end
    return socket
end

--- The same for datagrams.
function _M.connect_udp(place, allowed)
    local address, problem = address_of(place, allowed)
    if not address then
        return nil, problem
    end
    local socket = ngx.socket.udp()
    local ok
    ok, problem = socket:setpeername(in_brackets(address), place.port)
    if not ok then
        return nil, tostring(problem)
    end
    return socket
end

return _M
