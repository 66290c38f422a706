local rendezvous = require "aegis.lib.rendezvous"

local function nodes_of(weights)
    local nodes = {}
    for label, weight in pairs(weights) do
        nodes[#nodes + 1] = { label = label, seed = rendezvous.seed(label), weight = weight }
    end
    table.sort(nodes, function(a, b) return a.label < b.label end)
    return nodes
end

--- slot → label
local function labels_of(weights)
    local nodes, labels = nodes_of(weights), {}
    local owners = rendezvous.owners(nodes)
    for slot = 0, rendezvous.SLOTS - 1 do
        labels[slot] = nodes[owners[slot]].label
    end
    return labels
end

local function shares_of(labels)
    local shares = {}
    for slot = 0, rendezvous.SLOTS - 1 do
        shares[labels[slot]] = (shares[labels[slot]] or 0) + 1 / rendezvous.SLOTS
    end
    return shares
end

local function address(number)
    return "http://10.0.0." .. number .. ":8080"
end

describe("rendezvous", function()
    it("shares the slots by weight", function()
        local shares = shares_of(labels_of {
            [address(1)] = 1, [address(2)] = 1, [address(3)] = 2, [address(4)] = 4,
        })
        assert.near(1 / 8, shares[address(1)], 0.03)
        assert.near(1 / 8, shares[address(2)], 0.03)
        assert.near(1 / 4, shares[address(3)], 0.03)
        assert.near(1 / 2, shares[address(4)], 0.03)
    end)

    it("moves nothing but the slots of the node that left", function()
        local weights = {}
        for i = 1, 10 do
            weights[address(i)] = 1
        end
        local before = labels_of(weights)
        weights[address(7)] = nil
        local after = labels_of(weights)
        for slot = 0, rendezvous.SLOTS - 1 do
            assert.is_not.equal(address(7), after[slot])
            if before[slot] ~= address(7) then
                assert.equal(before[slot], after[slot])
            end
        end
    end)

    it("gives a new node its share, taken from all others alike", function()
        local weights = {}
        for i = 1, 9 do
            weights[address(i)] = 1
        end
        local before = labels_of(weights)
        weights[address(10)] = 1
        local after, taken = labels_of(weights), {}
        for slot = 0, rendezvous.SLOTS - 1 do
            if before[slot] ~= after[slot] then
                assert.equal(address(10), after[slot])
                taken[before[slot]] = (taken[before[slot]] or 0) + 1
            end
        end
        for i = 1, 9 do
            assert.near(rendezvous.SLOTS / 90, taken[address(i)], 25)
        end
    end)

    it("does not depend on the order of the nodes", function()
        local one = { seed = rendezvous.seed "a", weight = 1 }
        local two = { seed = rendezvous.seed "b", weight = 3 }
        local forward, backward = rendezvous.owners { one, two }, rendezvous.owners { two, one }
        for slot = 0, rendezvous.SLOTS - 1 do
            assert.equal(forward[slot], 3 - backward[slot])
        end
    end)
end)
