--- A set of entries bounded in bytes. What was not used since the hand last passed leaves first (CLOCK): a use costs
-- one assignment (`entry.used = true`) instead of moving the entry in a list.

local setmetatable = setmetatable

local bounded_cache = {}
bounded_cache.__index = bounded_cache

--- @param limit bytes  @param evicted called with each entry that leaves for room
function bounded_cache.new(limit, evicted)
    return setmetatable({ limit = limit, evicted = evicted, bytes = 0, slots = {}, hand = 1 }, bounded_cache)
end

--- Takes an entry out. Does nothing for one that is not in.
function bounded_cache:remove(entry)
    local slot, slots = entry.slot, self.slots
    if not slot then
        return
    end
    local last = slots[#slots]
    slots[slot] = last
    last.slot = slot
    slots[#slots] = nil
    entry.slot = nil
    self.bytes = self.bytes - entry.bytes
end

local function make_room(self)
    local slots = self.slots
    while self.bytes > self.limit and #slots > 1 do
        if self.hand > #slots then
            self.hand = 1
        end
        local entry = slots[self.hand]
        if entry.used then
            entry.used = false
            self.hand = self.hand + 1
        else
            self:remove(entry)
            self.evicted(entry)
        end
    end
end

--- Puts an entry in; `entry.bytes` is its size.
function bounded_cache:add(entry)
    local slots = self.slots
    slots[#slots + 1] = entry
    entry.slot = #slots
    entry.used = true
    self.bytes = self.bytes + entry.bytes
    make_room(self)
end

--- The entry's size changed.
function bounded_cache:resize(entry, bytes)
    if entry.slot then
        self.bytes = self.bytes + bytes - entry.bytes
    end
    entry.bytes = bytes
    make_room(self)
end

function bounded_cache:count()
    return #self.slots
end

return bounded_cache
