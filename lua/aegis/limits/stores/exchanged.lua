--- What a counter of the `synced` store tells the fleet and what it learns, by how it counts. `send` appends a
-- counter's arguments and returns what `apply` needs to read the reply: numbers, the first is the server's time.

local bucket = require "aegis.limits.bucket"
local monotonic_ms = require("aegis.lib.clock").monotonic_ms
local scripts = require "aegis.limits.scripts"

local format, max = string.format, math.max

local windows = { script = scripts.exchange_windows }

function windows.send(counter, args)
    args[#args + 1], args[#args + 2] = counter.window, counter.own
    args[#args + 1], args[#args + 2] = counter.late and counter.own_previous or -1, counter.period
    return { counter = counter, window = counter.window, own = counter.own }
end

--- What was admitted here while the exchange was under way comes on top of the fleet's sums.
function windows.apply(sent, reply, i)
    local counter, current, previous = sent.counter, reply[i * 2], reply[i * 2 + 1]
    if counter.window == sent.window then
        counter.current = current - sent.own + counter.own
        counter.announced = sent.own
        counter.previous, counter.late = previous, false
    elseif counter.window == sent.window + 1 then
        counter.previous = current - sent.own + counter.own_previous
        counter.late = counter.own_previous ~= sent.own
    end
end

local buckets = { script = scripts.exchange_buckets }

function buckets.send(counter, args)
    local level = bucket.drained(counter.level, monotonic_ms() - counter.at, counter.rate)
    args[#args + 1], args[#args + 2] = counter.own, counter.announced
    args[#args + 1], args[#args + 2] = format("%.17g", level), format("%.17g", counter.rate)
    return { counter = counter, own = counter.own }
end

--- As above: the fleet's level, and what was admitted here meanwhile.
function buckets.apply(sent, reply, i)
    local counter = sent.counter
    counter.level = max(0, reply[i + 1] + counter.own - sent.own)
    counter.at = monotonic_ms()
    counter.announced = sent.own
end

return { windows = windows, buckets = buckets }
