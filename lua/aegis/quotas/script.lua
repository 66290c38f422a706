--- What a worker tells Redis about a counter, and what it is granted: atomic, and repeatable at any point.
--
-- A hard quota is never exceeded: `held` is the sum of what all workers used and have leased, a grant raises it, and
-- no grant raises it above the amount. Workers tell absolute numbers, so a call whose answer was lost takes back what
-- it was granted when the worker calls again; one that arrives after a later one (a connection that was given up) is
-- told apart by its number and does nothing.

local define = require("aegis.limits.scripts").define

--- One grant takes at most this share of what is left, so that blocks shrink to one near the end. What requests are
-- waiting for is always granted.
local SHARE = 50

-- KEYS: counter, ranking of the period's tenants, epochs of the app's ledgers.
-- ARGV: ledger, epoch that the worker knows, worker, number of the call, used, held, needed now, wanted, amount,
-- tenant, moment at which the counter goes.
-- Reply: `unseeded` (the store has lost the ledger, or never had it); `epoch` and the current one; `late`; or `ok`,
-- used and held by the fleet, granted.
return define(([[
local epoch = redis.call('HGET', KEYS[3], ARGV[1])
if not epoch then return { 'unseeded' } end
if epoch ~= ARGV[2] then return { 'epoch', epoch } end
local worker, number = ARGV[3], tonumber(ARGV[4])
local names = { 'used', 'held', 'call:' .. worker, 'used:' .. worker, 'held:' .. worker }
local known = redis.call('HMGET', KEYS[1], unpack(names))
for i = 1, #names do known[i] = tonumber(known[i] or 0) end
if number <= known[3] then return { 'late' } end
local own_used, own_held, needed = tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7])
local used, held = known[1] + own_used - known[4], known[2] + own_held - known[5]
local room = math.max(0, tonumber(ARGV[9]) - held)
local granted = math.min(room, math.max(needed, math.min(tonumber(ARGV[8]), math.floor(room / {share}))))
held = held + granted
local function text(value) return string.format('%.0f', value) end
redis.call('HSET', KEYS[1], 'used', text(used), 'held', text(held), names[3], ARGV[4], names[4], ARGV[5], names[5],
  text(own_held + granted))
redis.call('EXPIREAT', KEYS[1], ARGV[11])
redis.call('ZADD', KEYS[2], text(used), ARGV[10])
redis.call('EXPIREAT', KEYS[2], ARGV[11])
return { 'ok', used, held, granted }]]):gsub("{share}", SHARE))
