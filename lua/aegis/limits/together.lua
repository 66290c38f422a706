--- One round trip to Redis for all requests that ask at a moment. Who finds nobody on the way asks at once, for itself
-- and for those who wait; who comes while others are on the way waits, and the first of those goes next.

local scripts = require "aegis.limits.scripts"
local semaphore = require "ngx.semaphore"
local state_store = require "aegis.limits.state_store"

local now = ngx.now
local pcall = pcall

local _M = {}

-- So many are on the way at once: others wait for half a round trip at most in the mean, and a trip serves many.
local MOST_ON_THE_WAY = 4
local MAX_BATCH = 100
-- Longer than two connections take to be given up.
local WAIT_SECONDS = 3

local waiting, first, last = {}, 1, 0
local on_the_way, latest_start = 0, 0
--- Semaphores that nobody waits at.
local spare = {}

local function enqueue(call)
    local wake = spare[#spare] or semaphore.new(0)
    spare[#spare] = nil
    call.wake = wake
    last = last + 1
    waiting[last] = call
    return wake
end

--- @return the oldest call that still waits, or nil
local function dequeue()
    while first <= last do
        local call = waiting[first]
        waiting[first] = nil
        first = first + 1
        if not call.gone then
            return call
        end
    end
    return nil
end

--- @param own the call that must be among them
local function batch_with(own)
    local batch = { own }
    while #batch < MAX_BATCH do
        local call = dequeue()
        if not call then
            break
        end
        batch[#batch + 1] = call
    end
    return batch
end

local function replies_to(batch)
    local client, problem = state_store.try_connect()
    if not client then
        return nil, problem
    end
    local replies
    replies, problem = scripts.replies(client, scripts.take, batch)
    if not replies then
        state_store.failed()
        return nil, problem
    end
    client:release()
    return replies
end

--- The first of those who wait goes next.
local function hand_over()
    local call = dequeue()
    if call then
        latest_start = now()
        call.goes = true
        call.wake:post(1)
    else
        on_the_way = on_the_way - 1
    end
end

--- Yields. @return the own reply, or nil and why there is none
local function go(own)
    latest_start = now()
    local batch = batch_with(own)
    local ok, replies, problem = pcall(replies_to, batch)
    if not ok then
        replies, problem = nil, replies
    end
    for i = 1, #batch do
        local call = batch[i]
        call.reply, call.problem = replies and replies[i], problem
        if call ~= own then
            call.wake:post(1)
        end
    end
    hand_over()
    return own.reply, own.problem
end

--- Waits until somebody asked for this one too. @return as `go`
local function follow(call)
    local wake = enqueue(call)
    if not wake:wait(WAIT_SECONDS) then
        call.gone = true
        return nil, "Redis was not asked in time"
    end
    spare[#spare + 1] = wake
    if call.goes then
        return go(call)
    end
    return call.reply, call.problem
end

--- Takes from counters (`scripts.take`). Yields.
-- @param call `{ keys, args }`; nobody else may use the table from now on
-- @return the script's reply, or the error that it ended with; nil and an error when Redis is away
function _M.ask(call)
    -- Whoever was on the way for so long is gone with its request.
    if on_the_way >= MOST_ON_THE_WAY and now() - latest_start > WAIT_SECONDS then
        on_the_way = 0
    end
    if on_the_way >= MOST_ON_THE_WAY then
        return follow(call)
    end
    on_the_way = on_the_way + 1
    return go(call)
end

return _M
