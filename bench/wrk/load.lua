-- wrk -s load.lua URL -- <mean pause in ms> [<file of requests> <first>]
--
-- Pause: what a connection waits between an answer and its next request, drawn between nothing and twice the mean, so
-- that connections do not fall into step; 0: none. File: one request a line, `path<TAB>name: value<TAB>…`, headers
-- added to those of the command line; asked in turn from the line `first` (from 0), round and round.
-- The last line of the output is a JSON object; `latency` in microseconds.

local function pieces(line)
    local list = {}
    for piece in line:gmatch("[^\t]+") do
        list[#list + 1] = piece
    end
    return list
end

local function format_request(line)
    local headers = {}
    for name, value in pairs(wrk.headers) do
        headers[name] = value
    end
    local list = pieces(line)
    for i = 2, #list do
        local name, value = list[i]:match("^([^:]+): (.*)$")
        headers[name] = value
    end
    return wrk.format("GET", list[1], headers)
end

local function in_turn(file, first)
    local requests = {}
    for line in io.lines(file) do
        requests[#requests + 1] = format_request(line)
    end
    local asked = first
    return function()
        asked = asked + 1
        return requests[(asked - 1) % #requests + 1]
    end
end

function init(args)
    local pause = tonumber(args[1])
    if pause > 0 then
        -- wrk cuts off the fraction: half a millisecond is added for that.
        function delay()
            return math.random() * 2 * pause + 0.5
        end
    end
    if args[2] then
        request = in_turn(args[2], tonumber(args[3]))
    end
end

function done(summary, latency)
    local errors = summary.errors
    io.write(
        string.format(
            '{"requests":%d,"seconds":%.6f,"refused":%d,"broken":%d,"latency":{"p50":%d,"p99":%d}}\n',
            summary.requests,
            summary.duration / 1e6,
            errors.status,
            errors.connect + errors.read + errors.write + errors.timeout,
            latency:percentile(50),
            latency:percentile(99)
        )
    )
end
