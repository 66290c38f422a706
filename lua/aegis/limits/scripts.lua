--- The two scripts that limits run inside Redis, and how they are called. Both are atomic there, use the server's
-- clock, and touch keys of one app only (one hash tag, so a cluster can run them).

local _M = {}

--- Which commands a script's run comes to; `sha` is asked for first, the text only where the server lacks it.
local function script(text)
    return { text = text, sha = ngx.sha1_bin(text):gsub(".", function(byte)
        return ("%02x"):format(byte:byte())
    end) }
end

--- Counts are kept per worker (hash field) as absolute numbers, so an exchange that is repeated after a lost answer
-- changes nothing.
-- KEYS: counters. ARGV: worker, then per counter: window, own, own of the window before or -1, period.
-- Reply: server milliseconds, then per counter the sums of the window and of the one before.
_M.exchange = script [[
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
return out]]

--- Takes a cost from every counter, or from none.
-- KEYS: counters. ARGV: cost, then per counter: amount, period.
-- Reply: index of the counter that refuses or 0, then per counter: previous, current (after taking), elapsed ms.
_M.take = script [[
local time = redis.call('TIME')
local ms = time[1] * 1000 + math.floor(time[2] / 1000)
local cost = tonumber(ARGV[1])
local out, keys, refused = { 0 }, {}, 0
for i = 1, #KEYS do
  local amount, period = tonumber(ARGV[i * 2]), tonumber(ARGV[i * 2 + 1])
  local window = math.floor(ms / period)
  local elapsed = ms - window * period
  keys[i] = KEYS[i] .. ':' .. string.format('%.0f', window)
  local current = tonumber(redis.call('GET', keys[i]) or 0)
  local previous = tonumber(redis.call('GET', KEYS[i] .. ':' .. string.format('%.0f', window - 1)) or 0)
  if previous * (1 - elapsed / period) + current + cost > amount and refused == 0 then refused = i end
  out[#out + 1] = previous
  out[#out + 1] = current
  out[#out + 1] = elapsed
end
out[1] = refused
if refused == 0 then
  for i = 1, #KEYS do
    out[i * 3] = redis.call('INCRBY', keys[i], cost)
    redis.call('PEXPIRE', keys[i], tonumber(ARGV[i * 2 + 1]) * 2)
  end
end
return out]]

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

local function lacks_script(replies)
    for i = 1, #replies do
        if replies[i].err and replies[i].err:find("^NOSCRIPT") then
            return true
        end
    end
    return false
end

--- Runs a script for several lists of keys in one round trip (two where the server did not know it yet: it ran for
-- none of them then).
-- @param calls list of `{ keys, args }`
-- @return the replies in the same order, or nil and an error
function _M.run(client, wanted, calls)
    local replies, err = client:pipeline(commands("EVALSHA", wanted.sha, calls))
    if replies and lacks_script(replies) then
        replies, err = client:pipeline(commands("EVAL", wanted.text, calls))
    end
    if not replies then
        return nil, err
    end
    for i = 1, #replies do
        if replies[i].err then
            return nil, replies[i].err
        end
    end
    return replies
end

return _M
