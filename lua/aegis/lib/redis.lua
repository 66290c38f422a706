--- A small Redis client on nginx's sockets: one connection, commands one by one or in a pipeline.
-- Replies are those of `lib/resp`; a broken connection is closed by the failing call itself.

local resp = require "aegis.lib.resp"

local concat = table.concat
local exiting = ngx.worker.exiting
local tcp = ngx.socket.tcp
local setmetatable = setmetatable

local redis = {}
local Client = {}
Client.__index = Client

local DEFAULT_TIMEOUTS = { connect_ms = 500, send_ms = 1000, read_ms = 1000 }
local IDLE_MS = 30000
local POOL_SIZE = 32

local function unescape(text)
    return text and (text:gsub("%%(%x%x)", function(hex)
        return string.char(tonumber(hex, 16))
    end))
end

--- `redis[s]://[user[:password]@]host[:port][/database]` as a table, or nil and what is wrong with it.
function redis.parse_url(url)
    local scheme, rest = url:match("^(rediss?)://(.+)$")
    if not scheme then
        return nil, "a Redis URL starts with redis:// or rediss://"
    end
    local credentials, place = rest:match("^(.*)@([^@]+)$")
    place = place or rest
    local user, password = (credentials or ""):match("^([^:]*):?(.*)$")
    local authority, database = place:match("^([^/?]+)/?(%d*)[^/]*$")
    if not authority then
        return nil, "no host in the Redis URL"
    end
    local host, port = authority:match("^%[([%x:.]+)%]:?(%d*)$")
    if not host then
        host, port = authority:match("^([^:]+):?(%d*)$")
    end
    if not host then
        return nil, "no host in the Redis URL"
    end
    local target = {
        -- nginx's resolver does not read /etc/hosts.
        host = host == "localhost" and "127.0.0.1" or host:find(":", 1, true) and "[" .. host .. "]" or host,
        port = tonumber(port) or 6379,
        user = user ~= "" and unescape(user) or nil,
        password = password ~= "" and unescape(password) or nil,
        database = tonumber(database) or 0,
        tls = scheme == "rediss",
        server_name = host,
    }
    -- Connections with other rights or another database must never be mixed up.
    target.pool = "aegis:" .. ngx.md5(url)
    return target
end

local function greet(client, target)
    local commands = {}
    if target.password then
        commands[1] = target.user and { "AUTH", target.user, target.password } or { "AUTH", target.password }
    end
    if target.database ~= 0 then
        commands[#commands + 1] = { "SELECT", target.database }
    end
    if #commands == 0 then
        return true
    end
    local replies, err = client:pipeline(commands)
    if not replies then
        return nil, err
    end
    for i = 1, #replies do
        if replies[i].err then
            client:close()
            return nil, "redis: " .. replies[i].err
        end
    end
    return true
end

--- An open, authenticated connection (from the pool where one is idle), or nil and an error.
-- @param timeouts {connect_ms, send_ms, read_ms}, optional
function redis.connect(target, timeouts)
    timeouts = timeouts or DEFAULT_TIMEOUTS
    local socket = tcp()
    socket:settimeouts(timeouts.connect_ms, timeouts.send_ms, timeouts.read_ms)
    local ok, err = socket:connect(target.host, target.port, { pool = target.pool, pool_size = POOL_SIZE })
    if not ok then
        return nil, "redis: " .. err
    end
    local client = setmetatable({ socket = socket }, Client)
    if socket:getreusedtimes() > 0 then
        return client
    end
    if target.tls then
        ok, err = socket:sslhandshake(nil, target.server_name, true)
        if not ok then
            return nil, "redis: " .. err
        end
    end
    ok, err = greet(client, target)
    if not ok then
        return nil, err
    end
    return client
end

function Client:line()
    return self.socket:receive("*l")
end

function Client:bytes(count)
    return self.socket:receive(count)
end

function Client:close()
    self.socket:close()
end

--- Gives the connection back to the pool. A leaving worker closes it: nobody would take it out again.
function Client:release()
    if exiting() then
        return self:close()
    end
    return self.socket:setkeepalive(IDLE_MS, POOL_SIZE)
end

--- All commands in one write; their replies in order, or nil and an error (the connection is closed then).
-- @param commands each a list of arguments, or the bytes that these are (`lib/resp`)
function Client:pipeline(commands)
    local out = {}
    for i = 1, #commands do
        if type(commands[i]) == "string" then
            out[#out + 1] = commands[i]
        else
            resp.encode(commands[i], out)
        end
    end
    local sent, err = self.socket:send(concat(out))
    if not sent then
        self:close()
        return nil, "redis: " .. err
    end
    local replies = {}
    for i = 1, #commands do
        local reply
        reply, err = resp.decode(self)
        if reply == nil then
            self:close()
            return nil, "redis: " .. (err or "closed")
        end
        replies[i] = reply
    end
    return replies
end

--- One command's reply, or nil and an error (Redis' own errors too; the connection stays usable then).
function Client:command(...)
    local replies, err = self:pipeline({ { ... } })
    if not replies then
        return nil, err
    end
    local reply = replies[1]
    if type(reply) == "table" and reply.err then
        return nil, "redis: " .. reply.err
    end
    return reply
end

return redis
