--- Names → addresses, remembered per worker for their time to live. A name that was resolved once never fails
-- again: its last addresses stay while new ones are asked for in the background.

local crypto = require "aegis.lib.crypto"
local generations = require "aegis.lib.generations"
local hosts_file = require "aegis.lib.hosts_file"
local ip = require "aegis.lib.ip"
local message = require "aegis.lib.dns_message"
local single_flight = require "aegis.lib.single_flight"

local max, min = math.max, math.min
local now = ngx.now

local _M = {}

local TIMEOUT_MS, ROUNDS = 1000, 2
local MIN_TTL, MAX_TTL, FAILURE_TTL = 1, 3600, 5
local STATIC_TTL = 10

local servers = {}
local cache = generations.new(10000)
local flights = single_flight.new()

--- @param addresses of DNS servers: `1.2.3.4`, `1.2.3.4:53`, `[::1]` or `[::1]:53`
function _M.configure(addresses)
    servers = {}
    for i = 1, #addresses do
        local host, port = addresses[i]:match "^(%[[%x:.]+%]):?(%d*)$"
        if not host then
            host, port = addresses[i]:match "^([%d.]+):?(%d*)$"
        end
        if host then
            servers[#servers + 1] = { host = host, port = tonumber(port) or 53 }
        end
    end
end

local function over_tcp(server, question)
    local socket = ngx.socket.tcp()
    socket:settimeouts(TIMEOUT_MS, TIMEOUT_MS, TIMEOUT_MS)
    local ok, err = socket:connect(server.host, server.port)
    if not ok then
        return nil, err
    end
    local length = #question
    ok, err = socket:send(string.char(math.floor(length / 256), length % 256) .. question)
    local head = ok and socket:receive(2)
    local body = head and socket:receive(head:byte(1) * 256 + head:byte(2))
    socket:close()
    return body, err or "no answer"
end

local function over_udp(server, question, accept)
    local socket = ngx.socket.udp()
    socket:settimeout(TIMEOUT_MS)
    local ok, err = socket:setpeername(server.host, server.port)
    ok = ok and socket:send(question)
    local result
    while ok and not result do
        local packet
        packet, err = socket:receive(4096)
        if not packet then
            break
        end
        result, err = accept(packet)
        if not result and err ~= "not this question" then
            break
        end
    end
    socket:close()
    return result, err
end

local function ask_server(server, name, kind)
    local high, low = crypto.random_bytes(2):byte(1, 2)
    local id = high * 256 + low
    local question = message.question(id, name, kind)
    if not question then
        return nil, "not a host name"
    end
    local result, err = over_udp(server, question, function(packet)
        return message.answer(packet, id, name, kind)
    end)
    if result and result.truncated then
        local packet
        packet, err = over_tcp(server, question)
        if not packet then
            return nil, err
        end
        result, err = message.answer(packet, id, name, kind)
    end
    return result, err
end

local function ask(name, kind)
    local err = "no DNS server is known"
    for _ = 1, ROUNDS do
        for i = 1, #servers do
            local result
            result, err = ask_server(servers[i], name, kind)
            if result or err == "the name does not exist" then
                return result, err
            end
        end
    end
    return nil, err
end

--- IPv4 first; the other family only when connecting fails.
local function by_family(addresses)
    local four, six = {}, {}
    for i = 1, #addresses do
        local list = addresses[i]:find(":", 1, true) and six or four
        list[#list + 1] = addresses[i]
    end
    if #four == 0 then
        return { first = six, other = {} }
    end
    return { first = four, other = six }
end

local function static(name)
    if ip.parse(name) then
        return by_family { name }, math.huge
    elseif name == "localhost" or name:sub(-10) == ".localhost" then
        -- RFC 6761: always this machine, whatever a server says.
        return by_family { "127.0.0.1", "::1" }, math.huge
    end
    local listed = hosts_file.find(name, now())
    return listed and by_family(listed), STATIC_TTL
end

local function from_servers(name)
    local result, err = ask(name, message.A)
    if not result or #result.addresses == 0 then
        local six, six_err = ask(name, message.AAAA)
        result, err = six or result, err or six_err
    end
    if not result then
        return nil, err
    elseif #result.addresses == 0 then
        return nil, "the name has no address"
    end
    return by_family(result.addresses), max(MIN_TTL, min(MAX_TTL, result.ttl))
end

local function same(a, b)
    return a and table.concat(a.first, " ") == table.concat(b.first, " ")
        and table.concat(a.other, " ") == table.concat(b.other, " ")
end

--- Asks, and remembers: new addresses, or that the old ones have to do a little longer.
local function refresh(name)
    local entry = cache:get(name)
    local found, ttl = static(name)
    if not found then
        found, ttl = from_servers(name)
    end
    if not found then
        entry = { found = entry and entry.found, problem = ttl, expires = now() + FAILURE_TTL }
    else
        -- The same table while the addresses are the same: pools keep what they derived from it.
        entry = { found = entry and same(entry.found, found) and entry.found or found, expires = now() + ttl }
    end
    cache:set(name, entry)
    return entry
end

-- The cold way is never part of a trace: one that was recorded while it yields would make the warm way slow.
jit.off(refresh, true)

local function refresh_behind(name, entry)
    entry.expires = now() + FAILURE_TTL
    ngx.timer.at(0, function(premature)
        if not premature then
            refresh(name)
        end
    end)
end

--- The addresses of a name as far as they are known without asking anybody. Never yields.
function _M.known(name)
    local entry = cache:get(name)
    return entry and entry.found or (static(name))
end

--- The addresses of a name. Yields only when it is asked for the first time.
-- @param name host name in lower case, or an address
-- @return `{ first = {…}, other = {…} }` (the same table while nothing changes), or nil and why
function _M.resolve(name)
    local entry = cache:get(name)
    if entry and entry.found then
        if entry.expires <= now() then
            refresh_behind(name, entry)
        end
        return entry.found
    end
    if not entry or entry.expires <= now() then
        entry = flights:run(name, refresh, name)
    end
    return entry and entry.found, entry and entry.problem
end

return _M
