--- One active check of a target: an HTTP request whose status line is all that is read, for gRPC a connection. The
-- address passes the same policy as those of requests.

local addresses = require "aegis.upstreams.addresses"
local dns = require "aegis.lib.dns"

local concat, format = table.concat, string.format
local update_time, now = ngx.update_time, ngx.now

local _M = {}

-- A status line is longer than this only where it is none.
local MAX_LINE_BYTES = 1024
local FIRST_BAD_STATUS = 400

local function remaining(deadline)
    update_time()
    return math.max(1, math.floor((deadline - now()) * 1000))
end

local function open(probe, socket)
    local address, verdict = addresses.next(probe.pool, probe.endpoint, dns.resolve)
    if not address then
        return nil, verdict.code == "upstream_address_refused" and "address refused" or "name not resolved"
    end
    local host = address:find(":", 1, true) and "[" .. address .. "]" or address
    local ok = socket:connect(host, probe.target.port)
    if not ok then
        return nil, "no connection"
    end
    if probe.target.client then
        socket:setclientcert(probe.target.client.parsed_chain, probe.target.client.parsed_key)
    end
    if probe.target.server_name then
        ok = socket:sslhandshake(nil, probe.target.server_name, probe.verifies)
    end
    return ok, "no TLS"
end

local function status_line(socket)
    local text = ""
    repeat
        local data = socket:receiveany(MAX_LINE_BYTES)
        text = text .. (data or "")
    until not data or text:find("\n", 1, true) or #text > MAX_LINE_BYTES
    return tonumber(text:match "^HTTP/1%.%d (%d%d%d)[ \r\n]")
end

local function ask(probe, socket, deadline)
    local milliseconds = remaining(deadline)
    socket:settimeouts(milliseconds, milliseconds, milliseconds)
    local ok, reason = open(probe, socket)
    if not ok then
        return false, reason
    elseif probe.target.grpc then
        return true, "connected"
    end
    milliseconds = remaining(deadline)
    socket:settimeouts(milliseconds, milliseconds, milliseconds)
    local sent = socket:send(concat {
        "GET ", probe.path, " HTTP/1.1\r\nHost: ", probe.target.host_text,
        "\r\nUser-Agent: aegis-health\r\nAccept: */*\r\nConnection: close\r\n\r\n",
    })
    local status = sent and status_line(socket)
    if not status then
        return false, "no answer"
    end
    return status < FIRST_BAD_STATUS, format("answered %d", status)
end

--- @param watch of the target's upstream
-- @return what `run` takes, made once per state of the configuration
function _M.new(watch, target)
    return {
        target = target,
        path = watch.upstream.health.active.path,
        verifies = watch.upstream.verifies,
        seconds = watch.upstream.health.active.timeout_ms / 1000,
        pool = { allowed = watch.allowed },
        endpoint = addresses.endpoint(target),
    }
end

--- Yields. @return whether the answer was good, and what it was
function _M.run(probe)
    local socket = ngx.socket.tcp()
    local good, reason = ask(probe, socket, now() + probe.seconds)
    socket:close()
    return good, reason
end

return _M
