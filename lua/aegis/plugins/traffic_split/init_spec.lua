-- Any function of the text will do here.
_G.ngx = { var = {}, crc32_long = function(text)
    local sum = 0
    for i = 1, #text do
        sum = (sum * 31 + text:byte(i)) % 2 ^ 32
    end
    return sum
end }
package.loaded["aegis.request.plan"] = {}

local TrafficSplit = require "aegis.plugins.traffic_split"

local pools = { canary = {}, blue = {} }

describe("traffic_split", function()
    local shares = { { upstream = "canary", weight = 10 }, { upstream = "blue", weight = 30 } }

    it("shares out by weight", function()
        local split, found = TrafficSplit.new { shares = shares, own_weight = 60 }, { own = 0, canary = 0, blue = 0 }
        for i = 0, 999 do
            local name = split:at(i / 1000, pools) or "own"
            found[name] = found[name] + 1
        end
        assert.same({ canary = 100, blue = 300, own = 600 }, found)
    end)

    it("keeps who has the new version while its share grows", function()
        local small = TrafficSplit.new { shares = { { upstream = "canary", weight = 10 } }, own_weight = 90 }
        local large = TrafficSplit.new { shares = { { upstream = "canary", weight = 40 } }, own_weight = 60 }
        for i = 1, 999 do
            local point = i / 1000
            assert.is_true(small:at(point, pools) == nil or large:at(point, pools) == "canary")
        end
    end)

    it("gives the share of an upstream that is not there to the others", function()
        local split = TrafficSplit.new { shares = { { upstream = "gone", weight = 900 }, shares[1] }, own_weight = 10 }
        assert.equal("canary", split:at(0.4, pools))
        assert.is_nil(split:at(0.6, pools))
    end)

    it("moves everybody where the own weight is 0", function()
        local split = TrafficSplit.new { shares = { shares[1] }, own_weight = 0 }
        assert.equal("canary", split:at(0, pools))
        assert.equal("canary", split:at(0.999999, pools))
    end)

    it("keeps a tenant together, and users of the same name in two tenants apart", function()
        local by_tenant = TrafficSplit.new { shares = shares, sticky = "tenant" }
        local by_caller = TrafficSplit.new { shares = shares }
        local function point(split, tenant, user)
            return split:point_of { identity = { tenant = tenant, user = user, key_id = "" } }
        end
        assert.equal(point(by_tenant, "acme", "ann"), point(by_tenant, "acme", "bob"))
        assert.not_equal(point(by_caller, "acme", "ann"), point(by_caller, "acme", "bob"))
        assert.not_equal(point(by_caller, "acme", "ann"), point(by_caller, "umbrella", "ann"))
    end)
end)
