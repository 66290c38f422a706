--- Sealed batches of all workers of this gateway, in shared memory: they outlive a worker that dies. A batch leaves
-- when the admin has acknowledged it. Never evicts: where there is no room, `push` says so.
-- One line of places per worker, since a batch's sequence is its place there.

local settings = require "aegis.config.settings"

local dict = ngx.shared.aegis_usage

local _M = {}

local MAX_WAITING = 3000
local MAX_BATCH_BYTES = 8 * 1024 * 1024

--- A number that was given out for a push that failed is used for the next one: a gap would look like a loss.
local spare

local function name_of(worker)
    return settings.boot .. ":" .. worker
end

local function key_of(name, sequence)
    return "batch " .. name .. " " .. sequence
end

local function remember_worker(worker)
    if worker >= (dict:get "workers" or 0) then
        dict:set("workers", worker + 1)
    end
end

--- Names of all workers that ever pushed since the gateway started.
function _M.names()
    local names = {}
    for worker = 0, (dict:get "workers" or 0) - 1 do
        names[#names + 1] = name_of(worker)
    end
    return names
end

--- First and last sequence of a worker that may still be here.
function _M.range(name)
    return (dict:get("acknowledged " .. name) or 0) + 1, dict:get("sequence " .. name) or 0
end

--- How many batches of this worker wait.
function _M.waiting()
    local first, last = _M.range(name_of(ngx.worker.id()))
    return last - first + 1
end

function _M.has_room()
    return _M.waiting() < MAX_WAITING
end

--- @param encode `function(sequence)` → the batch's text, or nil
-- @return whether the batch needs no more care
function _M.push(encode)
    if not _M.has_room() then
        return false
    end
    local worker = ngx.worker.id()
    local name = name_of(worker)
    remember_worker(worker)
    spare = spare or dict:incr("sequence " .. name, 1, 0)
    local text = encode(spare)
    if not text or #text > MAX_BATCH_BYTES then
        ngx.log(ngx.ERR, "a usage batch cannot be written and is lost")
        return true
    end
    if not dict:safe_set(key_of(name, spare), text) then
        return false
    end
    spare = nil
    return true
end

function _M.read(name, sequence)
    return dict:get(key_of(name, sequence))
end

--- Forgets every batch of a worker up to a sequence.
function _M.acknowledge(name, sequence)
    local first, last = _M.range(name)
    for one = first, math.min(last, sequence) do
        dict:delete(key_of(name, one))
    end
    if sequence >= first then
        dict:set("acknowledged " .. name, math.min(last, sequence))
    end
end

--- One worker ships at a time; another takes over seconds after it is gone.
-- @return whether this worker is the one
function _M.lead(seconds)
    local me = ngx.worker.pid()
    if dict:get "shipper" == me then
        dict:set("shipper", me, seconds)
        return true
    end
    return dict:add("shipper", me, seconds) == true
end

return _M
