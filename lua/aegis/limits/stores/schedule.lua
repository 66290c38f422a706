--- Which counters of the `synced` store go into the next exchange. A counter that changed much goes soon. One that
-- changed little goes when its own time has come, so that very many counters far from their limits cost little.
-- Fields of a counter: `queued` (false, "soon" or "later"), `due` (the turn of one that goes later), `exchanged_at`
-- (milliseconds) and `period`. Pure: the caller brings the time, by one clock that only grows.

local ceil, floor, max, min, random = math.ceil, math.floor, math.max, math.min, math.random

local _M = {}
local mt = { __index = _M }

--- Between two exchanges of a counter that changed much, and the length of a turn.
_M.INTERVAL_MS = 100
-- Between two exchanges of one that changed little: a part of its period, never longer than this.
local LONGEST_MS = 5000
local PERIOD_PART = 4
-- Counters that began together must not go together for ever.
local SPREAD = 4
-- While Redis is away counters pile up; beyond this they are exchanged when they are next used.
local MAX_WAITING = 100000

local function turn_of(now)
    return floor(now / _M.INTERVAL_MS)
end

--- @param now milliseconds
function _M.new(now)
    return setmetatable({
        -- Those that go soon: a line from `first` to `last`.
        line = {},
        first = 1,
        last = 0,
        -- Turn → those that go in it.
        turns = {},
        waiting = 0,
        -- The last turn whose counters stand in line.
        opened = turn_of(now),
    }, mt)
end

--- Puts a counter in line.
function _M:soon(counter)
    if counter.queued ~= "soon" and self.last - self.first + 1 < MAX_WAITING then
        counter.queued = "soon"
        self.last = self.last + 1
        self.line[self.last] = counter
    end
end

--- Lets a counter wait for its turn; one that was not exchanged for long goes in the next.
function _M:later(counter, now)
    if self.waiting >= MAX_WAITING then
        return
    end
    local wait = min(LONGEST_MS, counter.period / PERIOD_PART) * (1 - random() / SPREAD)
    local due = max(ceil((counter.exchanged_at + wait) / _M.INTERVAL_MS), turn_of(now) + 1)
    counter.queued, counter.due = "later", due
    self.waiting = self.waiting + 1
    local turn = self.turns[due]
    if turn then
        turn[#turn + 1] = counter
    else
        self.turns[due] = { counter }
    end
end

--- One that went soon and came back waits for another turn than the one in which it is still written down.
local function open(self, number)
    local turn = self.turns[number]
    if not turn then
        return
    end
    self.turns[number] = nil
    self.waiting = self.waiting - #turn
    for i = 1, #turn do
        local counter = turn[i]
        if counter.queued == "later" and counter.due == number then
            counter.queued = false
            self:soon(counter)
        end
    end
end

local function open_until(self, number)
    while self.opened < number do
        self.opened = self.opened + 1
        open(self, self.opened)
    end
end

--- Takes out at most `amount` counters that are to be exchanged now. @return list
function _M:take(now, amount)
    open_until(self, turn_of(now))
    local batch = {}
    for place = self.first, min(self.last, self.first + amount - 1) do
        local counter = self.line[place]
        counter.queued, self.line[place] = false, nil
        batch[#batch + 1] = counter
    end
    self.first = self.first + #batch
    if self.first > self.last then
        self.first, self.last = 1, 0
    end
    return batch
end

--- Brings everything in line that waits for its turn.
function _M:hasten()
    local numbers = {}
    for number in pairs(self.turns) do
        numbers[#numbers + 1] = number
    end
    for i = 1, #numbers do
        open(self, numbers[i])
    end
end

--- Whether nobody waits at all.
function _M:is_empty()
    return self.waiting == 0 and self.first > self.last
end

return _M
