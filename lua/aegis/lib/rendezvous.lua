--- Weighted rendezvous hashing: which of several nodes a slot belongs to. A node that leaves gives away its own
-- slots only, one that comes takes no more than its share, and nothing else moves. Plain arithmetic below 2^53.

local byte = string.byte
local log = math.log

local _M = {}

--- Number of slots: fine enough for a hundred nodes, small enough to build at once.
_M.SLOTS = 4096

-- The largest prime below 2^26: squares of what is left of it are exact.
local PRIME = 67108859

--- @param label what a node is called on every gateway
function _M.seed(label)
    local seed = 7
    for i = 1, #label do
        seed = (seed * 257 + byte(label, i) + 1) % PRIME
    end
    return seed
end

--- Squares, because the scores of two nodes must have nothing to do with each other.
local function mix(value)
    value = (value * value + 40503) % PRIME
    value = (value * 48271 + 11) % PRIME
    value = (value * value + 2654435) % PRIME
    value = (value * 69621 + 5) % PRIME
    return (value * value + 1) % PRIME
end

--- The higher, the nearer: the node with the highest score has the slot.
-- @param slot 0 to SLOTS - 1
function _M.score(seed, slot, weight)
    local uniform = (mix((seed + slot * 16807) % PRIME) + 0.5) / PRIME
    return -weight / log(uniform)
end

--- @param nodes list of `{ seed, weight }`, weights above 0
-- @param breathe called once per slot, or nil
-- @return slot → position in the list
function _M.owners(nodes, breathe)
    local owners = {}
    for slot = 0, _M.SLOTS - 1 do
        local best, highest = 1, -1
        for i = 1, #nodes do
            local score = _M.score(nodes[i].seed, slot, nodes[i].weight)
            if score > highest then
                best, highest = i, score
            end
        end
        owners[slot] = best
        if breathe then
            breathe()
        end
    end
    return owners
end

return _M
