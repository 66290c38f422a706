--- Lines on their way out of this worker. Requests never wait for them: what finds no room, because the other side is
-- slow or gone, is dropped and counted.

local batches = require "aegis.export.batch"
local later = require "aegis.lib.later"
local metrics = require "aegis.request.metrics"

local exiting = ngx.worker.exiting
local format = string.format
local min = math.min
local pcall, setmetatable = pcall, setmetatable

local Outlet = {}
Outlet.__index = Outlet

local _M = {}

-- Of one outlet, and of all outlets of this worker.
local MAX_BYTES, MAX_TOTAL = 1024 * 1024, 16 * 1024 * 1024
local PAUSE, MAX_PAUSE = 1, 30

-- An outlet lives as long as a plugin that uses it, or as lines that are to leave.
local outlets = setmetatable({}, { __mode = "v" })
local total = 0

--- @param name what tells outlets apart
-- @param app slug, for the metrics
-- @param send function(text, allowed) → true; or nil, why not, and whether these lines were refused for good. The text
-- has a line's end behind every line
function _M.get(name, app, send)
    local outlet = outlets[name]
    if not outlet then
        local labels = format('{app="%s"}', app)
        outlet = setmetatable({
            labels = labels,
            dropped = "aegis_export_dropped_total" .. labels,
            send = send,
            -- Oldest first; the last one is the open one, if any is.
            batches = {},
            first = 1,
            last = 0,
            open = false,
            bytes = 0,
            failures = 0,
            waits = false,
            sends = false,
        }, Outlet)
        outlets[name] = outlet
    end
    return outlet
end

local function report(outlet, problem)
    metrics.add_later("aegis_export_failures_total" .. outlet.labels, 1)
    ngx.log(ngx.WARN, "an export of ", outlet.labels, " failed: ", problem)
end

local function remove_first(outlet)
    local size = outlet.batches[outlet.first].size
    outlet.bytes, total = outlet.bytes - size, total - size
    outlet.batches[outlet.first] = nil
    outlet.first = outlet.first + 1
end

local function send_first(outlet)
    local batch = outlet.batches[outlet.first]
    if batch == outlet.open then
        outlet.open = false
    end
    local ok, sent, problem, refused = pcall(outlet.send, batches.text(batch), outlet.allowed)
    if not ok or not sent then
        report(outlet, ok and problem or sent)
    end
    if ok and refused then
        -- Sent again it would be refused again, and hold up what comes next.
        metrics.add_later(outlet.dropped, batch.count)
    elseif not ok or not sent then
        outlet.failures = outlet.failures + 1
        return false
    end
    outlet.failures = 0
    remove_first(outlet)
    return true
end

--- @param all also the batch that is still open; a leaving worker has no later time for it
local function send(outlet, all)
    if outlet.sends then
        return
    end
    outlet.sends = true
    repeat
        local batch = outlet.batches[outlet.first]
        local waits = batch == outlet.open and not (all or exiting())
    until not batch or waits or not send_first(outlet)
    outlet.sends = false
end

local leave

local function schedule(outlet)
    outlet.waits = true
    later.at(min(PAUSE * 2 ^ outlet.failures, MAX_PAUSE), leave, outlet)
end

--- One timer per outlet: it sends everything that is there, and comes again later where that fails.
function leave(premature, outlet)
    send(outlet, true)
    outlet.waits = false
    if outlet.first <= outlet.last and not premature then
        schedule(outlet)
    end
end

--- Where much is said, there is no room for what a pause brings: full batches leave at once.
local function send_full(_, outlet)
    send(outlet, false)
end

--- @return a batch with so much room
local function open_batch(outlet, wanted)
    local full = outlet.open
    if full and batches.widen(full, wanted) then
        return full
    end
    outlet.last = outlet.last + 1
    outlet.open = batches.new(wanted)
    outlet.batches[outlet.last] = outlet.open
    if full and outlet.failures == 0 and not outlet.sends then
        later.at(0, send_full, outlet)
    end
    return outlet.open
end

jit.off(open_batch, true)

--- @param line text or bytes, without a line's end
-- @param allowed ranges that the operator opened
function Outlet:put(line, length, allowed)
    local size = length + 1
    if self.bytes + size > MAX_BYTES or total + size > MAX_TOTAL then
        return metrics.add_later(self.dropped, 1)
    end
    local batch = self.open
    if not batch or batch.size + size > batch.room then
        batch = open_batch(self, size)
    end
    batches.add(batch, line, length)
    self.bytes, total = self.bytes + size, total + size
    self.allowed = allowed
    if not self.waits then
        schedule(self)
    end
    return nil
end

return _M
