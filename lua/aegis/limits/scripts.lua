--- The scripts that limits run inside Redis, and how they are called. They are atomic there, use the server's
-- clock, and touch keys of one app only (one hash tag, so a cluster can run them).

local resp = require "aegis.lib.resp"

local argument = resp.argument
local concat = table.concat
local find = string.find
local type = type

local _M = {}

--- Which commands a script's run comes to; `sha` is asked for first, the text only where the server lacks it.
local function script(text)
    return { text = text, sha = ngx.sha1_bin(text):gsub(".", function(byte)
        return ("%02x"):format(byte:byte())
    end) }
end

_M.define = script

--- Windows. Counts are kept per worker (hash field) as absolute numbers, so an exchange that is repeated after a lost
-- answer changes nothing.
-- One line is read at once; of a list every number takes a turn of the socket.
-- KEYS: counters. ARGV: worker, then per counter: window, own, own of the window before or -1, period.
-- Reply, one line: server milliseconds, then per counter the sums of the window and of the one before.
_M.exchange_windows = script [[
local function sum(key)
  local total = 0
  for _, count in ipairs(redis.call('HVALS', key)) do total = total + tonumber(count) end
  return total
end
local time = redis.call('TIME')
local out = { time[1] * 1000 + math.floor(time[2] / 1000) }
for i = 1, #KEYS do
  local at = (i - 1) * 4 + 1
  local window, period = tonumber(ARGV[at + 1]), tonumber(ARGV[at + 4])
  local now = KEYS[i] .. ':h' .. string.format('%.0f', window)
  local before = KEYS[i] .. ':h' .. string.format('%.0f', window - 1)
  redis.call('HSET', now, ARGV[1], ARGV[at + 2])
  redis.call('PEXPIRE', now, period * 2)
  if tonumber(ARGV[at + 3]) >= 0 then
    redis.call('HSET', before, ARGV[1], ARGV[at + 3])
    redis.call('PEXPIRE', before, period * 2)
  end
  out[#out + 1] = sum(now)
  out[#out + 1] = sum(before)
end
for i = 1, #out do out[i] = string.format('%.0f', out[i]) end
return redis.status_reply(table.concat(out, ' '))]]

-- Time and level of a bucket, `<key>:b`; a server's clock that went back drains nothing.
local BUCKET = [[
local function drained(key, ms, rate)
  local state = redis.call('HMGET', key, 'level', 'at')
  local elapsed = math.max(0, ms - tonumber(state[2] or ms))
  return math.max(0, tonumber(state[1] or 0) - elapsed * rate)
end
local function fill(key, ms, rate, level)
  redis.call('HSET', key, 'level', string.format('%.17g', level), 'at', string.format('%.17g', ms))
  redis.call('PEXPIRE', key, math.ceil(level / rate) + 1000)
end
]]

--- Buckets. What a worker let in is told as all that it ever did, so that an exchange that is repeated after a lost
-- answer adds nothing; what is new of it raises the fleet's level.
-- KEYS: counters. ARGV: worker, then per counter: own, announced, level in the worker, rate (per ms). `announced`
-- counts where the worker's mark is gone; more than its level cannot be new, since the rest has drained.
-- Reply, one line: server milliseconds, then per counter its level.
_M.exchange_buckets = script(BUCKET .. [[
local time = redis.call('TIME')
local ms = time[1] * 1000 + time[2] / 1000
local out = { string.format('%.0f', ms) }
for i = 1, #KEYS do
  local at = (i - 1) * 4 + 1
  local own, rate = tonumber(ARGV[at + 1]), tonumber(ARGV[at + 4])
  local mark = KEYS[i] .. ':b:' .. ARGV[1]
  local known = tonumber(redis.call('GET', mark) or ARGV[at + 2])
  local level = drained(KEYS[i] .. ':b', ms, rate)
    + math.max(0, math.min(own - known, tonumber(ARGV[at + 3])))
  redis.call('SET', mark, ARGV[at + 1], 'PX', math.ceil(level / rate) + 60000)
  fill(KEYS[i] .. ':b', ms, rate, level)
  out[i + 1] = string.format('%.17g', level)
end
return redis.status_reply(table.concat(out, ' '))]])

--- Adds a cost that is known only now, whether there is room or not.
-- KEYS: the counter. ARGV: cost, `bucket` or `window`, amount, period. Reply: the cost.
_M.charge = script(BUCKET .. [[
local time = redis.call('TIME')
local ms = time[1] * 1000 + time[2] / 1000
local cost, amount, period = tonumber(ARGV[1]), tonumber(ARGV[3]), tonumber(ARGV[4])
if ARGV[2] == 'bucket' then
  local key, rate = KEYS[1] .. ':b', amount / period
  fill(key, ms, rate, drained(key, ms, rate) + cost)
else
  local key = KEYS[1] .. ':' .. string.format('%.0f', math.floor(ms / period))
  redis.call('INCRBY', key, cost)
  redis.call('PEXPIRE', key, period * 2)
end
return { cost }]])

--- Takes a cost from every counter, or from none.
-- KEYS: counters. ARGV: cost, then per counter: `bucket` or the carry of a window, capacity, amount, period.
-- Reply: one line of numbers: index of the counter that refuses or 0, then per counter what it held before: current or
-- level, previous, elapsed ms.
_M.take = script(BUCKET .. [[
local time = redis.call('TIME')
local ms = time[1] * 1000 + time[2] / 1000
local cost = tonumber(ARGV[1])
local out, refused, takes = { 0 }, 0, {}
local function bucket(key, capacity, rate)
  local level = drained(key .. ':b', ms, rate)
  takes[#takes + 1] = function() fill(key .. ':b', ms, rate, level + cost) end
  return level + cost > capacity + 1e-6, string.format('%.17g', level), 0, 0
end
local function window(key, carry, capacity, period)
  local index = math.floor(ms / period)
  local elapsed = math.floor(ms) - index * period
  local name = key .. ':' .. string.format('%.0f', index)
  local current = tonumber(redis.call('GET', name) or 0)
  local previous = tonumber(redis.call('GET', key .. ':' .. string.format('%.0f', index - 1)) or 0)
  takes[#takes + 1] = function()
    redis.call('INCRBY', name, cost)
    redis.call('PEXPIRE', name, period * 2)
  end
  return carry * previous * (1 - elapsed / period) + current + cost > capacity, current, previous, elapsed
end
for i = 1, #KEYS do
  local kind, at = ARGV[i * 4 - 2], i * 4 - 2
  local capacity, amount, period = tonumber(ARGV[at + 1]), tonumber(ARGV[at + 2]), tonumber(ARGV[at + 3])
  local full, held, previous, elapsed
  if kind == 'bucket' then
    full, held, previous, elapsed = bucket(KEYS[i], capacity, amount / period)
  else
    full, held, previous, elapsed = window(KEYS[i], tonumber(kind), capacity, period)
  end
  if full and refused == 0 then refused = i end
  out[#out + 1] = held
  out[#out + 1] = previous
  out[#out + 1] = elapsed
end
out[1] = refused
if refused == 0 then
  for i = 1, #takes do takes[i]() end
end
return { ok = table.concat(out, ' ') }]])

local function command(name, first, call)
    local parts = { name, first, #call.keys }
    for i = 1, #call.keys do
        parts[#parts + 1] = call.keys[i]
    end
    for i = 1, #call.args do
        parts[#parts + 1] = call.args[i]
    end
    return parts
end

local function commands(name, first, calls)
    local list = {}
    for i = 1, #calls do
        list[i] = command(name, first, calls[i])
    end
    return list
end

--- The same for a script that is known to the server, as bytes where the caller made them.
local function known_commands(wanted, calls)
    local list = {}
    for i = 1, #calls do
        list[i] = calls[i].bytes or command("EVALSHA", wanted.sha, calls[i])
    end
    return list
end

--- What stands before the keys, and behind them, in the bytes of all calls with these arguments.
-- @param keys how many keys there are
function _M.around_keys(wanted, keys, args)
    local count = 3 + keys + #args
    local before = { resp.head(count), argument "EVALSHA", argument(wanted.sha), argument(keys) }
    local behind = {}
    for i = 1, #args do
        behind[i] = argument(args[i])
    end
    return concat(before), concat(behind)
end

local function error_of(reply)
    return type(reply) == "table" and reply.err or nil
end

--- Places of the calls that the script did not run for, because the server did not know it. Somebody else may have
-- told it in between, so that it ran for others.
local function places_without_script(replies)
    local places = {}
    for i = 1, #replies do
        local problem = error_of(replies[i])
        if problem and find(problem, "^NOSCRIPT") then
            places[#places + 1] = i
        end
    end
    return places
end

local function run_again(client, wanted, calls, places, replies)
    local lacking = {}
    for i = 1, #places do
        lacking[i] = calls[places[i]]
    end
    local others, err = client:pipeline(commands("EVAL", wanted.text, lacking))
    if not others then
        return nil, err
    end
    for i = 1, #places do
        replies[places[i]] = others[i]
    end
    return replies
end

--- Runs a script for several lists of keys in one round trip, or two where the server did not know it yet.
-- @param calls list of `{ keys, args, bytes }`; `bytes` only where somebody put them together already
-- @return the replies in the same order, of which each may be an error (`{ err }`); or nil and an error
function _M.replies(client, wanted, calls)
    local replies, err = client:pipeline(known_commands(wanted, calls))
    if not replies then
        return nil, err
    end
    local places = places_without_script(replies)
    if #places == 0 then
        return replies
    end
    return run_again(client, wanted, calls, places, replies)
end

--- The same where one error spoils all.
function _M.run(client, wanted, calls)
    local replies, err = _M.replies(client, wanted, calls)
    if not replies then
        return nil, err
    end
    for i = 1, #replies do
        local problem = error_of(replies[i])
        if problem then
            return nil, problem
        end
    end
    return replies
end

return _M
