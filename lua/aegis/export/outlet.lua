--- Lines on their way out of this worker. Requests never wait for them: what finds no room, because the other side is
-- slow or gone, is dropped and counted.

local later = require "aegis.lib.later"
local metrics = require "aegis.request.metrics"

local format = string.format
local min = math.min
local pcall, setmetatable = pcall, setmetatable

local Outlet = {}
Outlet.__index = Outlet

local _M = {}

-- Of one outlet, and of all outlets of this worker.
local MAX_BYTES, MAX_TOTAL = 1024 * 1024, 16 * 1024 * 1024
local MAX_BATCH_BYTES = 256 * 1024
local PAUSE, MAX_PAUSE = 1, 30

-- An outlet lives as long as a plugin that uses it, or as lines that are to leave.
local outlets = setmetatable({}, { __mode = "v" })
local total = 0

--- @param name what tells outlets apart
-- @param app slug, for the metrics
-- @param send function(lines, allowed) → true; or nil, why not, and whether these lines were refused for good
function _M.get(name, app, send)
    local outlet = outlets[name]
    if not outlet then
        outlet = setmetatable({
            labels = format('{app="%s"}', app),
            send = send,
            lines = {},
            first = 1,
            last = 0,
            bytes = 0,
            failures = 0,
            waits = false,
        }, Outlet)
        outlets[name] = outlet
    end
    return outlet
end

--- As many lines as make one batch. @return lines, and the place of the last one
local function batch_of(outlet)
    local lines, bytes, at = {}, 0, outlet.first
    while at <= outlet.last and (bytes == 0 or bytes + #outlet.lines[at] <= MAX_BATCH_BYTES) do
        lines[#lines + 1] = outlet.lines[at]
        bytes = bytes + #outlet.lines[at]
        at = at + 1
    end
    return lines, at - 1
end

local function remove(outlet, last)
    for at = outlet.first, last do
        local size = #outlet.lines[at]
        outlet.bytes, total = outlet.bytes - size, total - size
        outlet.lines[at] = nil
    end
    outlet.first = last + 1
end

local function report(outlet, problem)
    metrics.add_later("aegis_export_failures_total" .. outlet.labels, 1)
    ngx.log(ngx.WARN, "an export of ", outlet.labels, " failed: ", problem)
end

local function send_batch(outlet)
    local lines, last = batch_of(outlet)
    local ok, sent, problem, refused = pcall(outlet.send, lines, outlet.allowed)
    if not ok or not sent then
        report(outlet, ok and problem or sent)
    end
    if ok and refused then
        -- Sent again it would be refused again, and hold up what comes next.
        metrics.add_later("aegis_export_dropped_total" .. outlet.labels, #lines)
    elseif not ok or not sent then
        outlet.failures = outlet.failures + 1
        return false
    end
    outlet.failures = 0
    remove(outlet, last)
    return true
end

local leave

local function schedule(outlet)
    outlet.waits = true
    later.at(min(PAUSE * 2 ^ outlet.failures, MAX_PAUSE), leave, outlet)
end

--- One timer per outlet: it sends everything that is there, and comes again later where that fails.
function leave(premature, outlet)
    while outlet.first <= outlet.last and send_batch(outlet) do
        outlet.waits = true
    end
    outlet.waits = false
    if outlet.first <= outlet.last and not premature then
        schedule(outlet)
    end
end

--- @param allowed ranges that the operator opened
function Outlet:put(line, allowed)
    local size = #line
    if self.bytes + size > MAX_BYTES or total + size > MAX_TOTAL then
        return metrics.add_later("aegis_export_dropped_total" .. self.labels, 1)
    end
    self.last = self.last + 1
    self.lines[self.last] = line
    self.bytes, total = self.bytes + size, total + size
    self.allowed = allowed
    if not self.waits then
        schedule(self)
    end
end

return _M
