--- Brings the queue's batches to the usage stream and forgets them when the admin has acknowledged them, which it
-- does after its commit. A batch may be delivered twice (the admin stores it once), never lost while we live.

local guarded = require "aegis.lib.guarded"
local queue = require "aegis.usage.queue"
local redis = require "aegis.lib.redis"
local settings = require "aegis.config.settings"

local format = string.format
local now = ngx.now

local _M = {}

local STREAM, STREAM_LENGTH = "aegis:1:usage", "100000"
local INTERVAL_SECONDS, RETRY_SECONDS = 0.25, 1
local LEASE_SECONDS = 5
local MAX_SENT_AT_ONCE = 100
-- How often is looked whether what was sent is still in the stream.
local CHECK_SECONDS = 5
local TURNS_PER_TIMER = 400

--- worker's name → the last sequence that this shipper sent, and its id in the stream.
local sent = {}
local checked_at = 0

local function last_sent(name)
    return sent[name] and sent[name].sequence or 0
end

local function anything_waits()
    for _, name in ipairs(queue.names()) do
        local first, last = queue.range(name)
        if first <= last then
            return true
        end
    end
    return false
end

local function forget_acknowledged(client)
    local list, err = client:command("HGETALL", format("aegis:1:usage:acknowledged:%s", settings.gateway_id))
    if not list then
        return nil, err
    end
    for i = 1, #list, 2 do
        queue.acknowledge(list[i], tonumber(list[i + 1]) or 0)
    end
    return true
end

local function unsent()
    local commands, batches = {}, {}
    for _, name in ipairs(queue.names()) do
        local first, last = queue.range(name)
        for sequence = math.max(first, last_sent(name) + 1), last do
            local text = queue.read(name, sequence)
            if #commands == MAX_SENT_AT_ONCE then
                return commands, batches
            elseif text then
                commands[#commands + 1] = { "XADD", STREAM, "MAXLEN", "~", STREAM_LENGTH, "*", "batch", text }
                batches[#batches + 1] = { name = name, sequence = sequence }
            end
        end
    end
    return commands, batches
end

local function send(client)
    local commands, batches = unsent()
    if #commands == 0 then
        return true
    end
    local replies, err = client:pipeline(commands)
    if not replies then
        return nil, err
    end
    for i = 1, #replies do
        if type(replies[i]) == "table" then
            client:close()
            return nil, replies[i].err
        end
        sent[batches[i].name] = { sequence = batches[i].sequence, id = replies[i] }
    end
    return true
end

--- A Redis that was emptied or rolled back has lost what we sent and nobody acknowledged: it is sent again.
local function check_stream(client)
    if now() - checked_at < CHECK_SECONDS then
        return true
    end
    checked_at = now()
    for name, last in pairs(sent) do
        if queue.read(name, last.sequence) then
            local found, err = client:command("XRANGE", STREAM, last.id, last.id)
            if not found then
                return nil, err
            elseif #found == 0 then
                sent[name] = nil
            end
        end
    end
    return true
end

local function work(client)
    for _, step in ipairs { forget_acknowledged, check_stream, send } do
        local ok, err = step(client)
        if not ok then
            return nil, err
        end
    end
    client:release()
    return true
end

local function turn()
    if not queue.lead(LEASE_SECONDS) then
        sent = {}
        return true
    elseif not anything_waits() then
        return true
    end
    local client, err = redis.connect(settings.redis_state)
    if not client then
        return nil, err
    end
    return work(client)
end

local function loop(premature)
    for _ = 1, TURNS_PER_TIMER do
        local ok = guarded("usage", turn)
        if premature or ngx.worker.exiting() then
            return
        end
        ngx.sleep(ok and INTERVAL_SECONDS or RETRY_SECONDS * (0.5 + math.random()))
    end
    ngx.timer.at(0, loop)
end

function _M.start()
    ngx.timer.at(0, loop)
end

return _M
