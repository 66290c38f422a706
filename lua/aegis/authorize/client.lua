--- One question to the customer's backend: resolve, check the address, connect to that address, send, read within
-- bounds. No redirect is followed, and everything has to be over at the deadline.

local address_policy = require "aegis.lib.address_policy"
local answer = require "aegis.authorize.answer"
local dns = require "aegis.lib.dns"
local http_answer = require "aegis.lib.http_answer"
local signature = require "aegis.authorize.signature"

local monotonic_ms = require("aegis.lib.clock").monotonic_ms
local concat = table.concat
local exiting = ngx.worker.exiting
local tcp, time = ngx.socket.tcp, ngx.time

local _M = {}

local IDLE_MS, POOL_SIZE = 30000, 32
local PIECE_BYTES = 16384
local LATE = "it did not answer in time"

local function set_time_left(socket, deadline)
    local left = deadline - monotonic_ms()
    if left <= 0 then
        return false
    end
    socket:settimeouts(left, left, left)
    return true
end

--- The addresses that may be called; the very one that was checked is connected to.
local function addresses_of(host, allowed)
    local found, problem = dns.resolve(host)
    if not found then
        return nil, "its name cannot be resolved: " .. tostring(problem)
    end
    local open, closed = {}, nil
    for _, list in ipairs { found.first, found.other } do
        for i = 1, #list do
            local rule = address_policy.refusal(list[i], allowed)
            if rule then
                closed = list[i] .. " is closed (" .. rule .. ")"
            else
                open[#open + 1] = list[i]
            end
        end
    end
    return #open > 0 and open or nil, closed
end

--- Connections of one app environment are never used for another, nor for another name or scheme.
local function pool_of(settings, address)
    return concat({
        "callout", settings.id, settings.tls and "tls" or "plain", settings.host_text, address,
    }, " ")
end

--- A handshake that is over at once and does not verify makes `sslhandshake` throw instead of telling (ngx_lua
-- 0.10.23); with `false` for the session it would even say that all is well.
-- @return nil when the other side is who it says, or the problem
local function verify(socket, host)
    local called, session, problem = pcall(socket.sslhandshake, socket, nil, host, true)
    if called and type(session) == "cdata" then
        return nil
    end
    return "TLS: " .. tostring(called and problem or "the certificate does not verify")
end

local function connect_to(settings, address, deadline)
    local socket = tcp()
    if not set_time_left(socket, deadline) then
        return nil, LATE
    end
    local place = address:find(":", 1, true) and "[" .. address .. "]" or address
    local pool = { pool = pool_of(settings, address), pool_size = POOL_SIZE }
    local ok, problem = socket:connect(place, settings.port, pool)
    if not ok then
        return nil, "it cannot be reached: " .. problem
    end
    local used = socket:getreusedtimes() > 0
    if settings.tls and not used then
        if not set_time_left(socket, deadline) then
            return nil, LATE
        end
        problem = verify(socket, settings.host)
        if problem then
            socket:close()
            return nil, problem
        end
    end
    return socket, used
end

local function connect(question)
    local settings = question.settings
    local addresses, problem = addresses_of(settings.host, question.allowed_addresses)
    if not addresses then
        return nil, problem
    end
    for i = 1, #addresses do
        local socket, used = connect_to(settings, addresses[i], question.deadline)
        if socket then
            return socket, used
        end
        problem = used
    end
    return nil, problem
end

--- Everything in the head was checked when the settings were built, or is made here.
local function request_of(question)
    local settings = question.settings
    return concat({
        "POST " .. settings.path .. " HTTP/1.1",
        "Host: " .. settings.host_text,
        "User-Agent: Aegis",
        "Accept: application/json",
        "Content-Type: application/json",
        "Content-Length: " .. #question.body,
        "Aegis-Signature: " .. signature.of(settings.secret, time(), question.body),
        "X-Request-Id: " .. question.request_id,
        "", question.body,
    }, "\r\n")
end

local function read(socket, deadline)
    return http_answer.read(function()
        if not set_time_left(socket, deadline) then
            return nil, LATE
        end
        local piece, problem = socket:receiveany(PIECE_BYTES)
        return piece, problem == "timeout" and LATE or problem
    end, answer.MAX_BYTES)
end

local function leave(socket, response)
    if response and response.reusable and not exiting() then
        socket:setkeepalive(IDLE_MS, POOL_SIZE)
    else
        socket:close()
    end
end

local function exchange(socket, question)
    local response, problem
    local sent = set_time_left(socket, question.deadline) and socket:send(request_of(question))
    if sent then
        response, problem = read(socket, question.deadline)
    end
    leave(socket, response)
    return response, problem or "the connection broke"
end

--- @param question as `question.of` makes it
-- @return what was answered (see `answer.read`); or nil and the problem
function _M.ask(question)
    local response, problem
    -- A kept connection may have been closed by the other side meanwhile; a question may be asked twice.
    for _ = 0, POOL_SIZE do
        local socket, used = connect(question)
        if not socket then
            return nil, used
        end
        response, problem = exchange(socket, question)
        if response or not used or problem ~= "closed" and problem ~= "the connection broke" then
            break
        end
    end
    if not response then
        return nil, problem
    end
    return answer.read(response)
end

return _M
