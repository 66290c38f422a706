local rules = require "aegis.plugins.response_cache.rules"

local settings = { default_ttl = 0, max_ttl = 1000, stale_if_error = 0 }

local function keeping(answer, guarded, other)
    answer.status = answer.status or 200
    answer.now = 100
    answer.parse_time = tonumber
    return rules.keeping(answer, other or settings, guarded or false)
end

describe("what may be kept", function()
    it("is told by s-maxage, then max-age, then Expires, then the settings", function()
        assert.same({ ttl = 9, age = 0, stale = 0 }, keeping { cache_control = "max-age=5, s-maxage=9" })
        assert.equal(5, keeping({ cache_control = 'Max-Age="5"' }).ttl)
        assert.equal(30, keeping({ expires = "130" }).ttl)
        assert.equal(10, keeping({ expires = "130", date = "120" }).ttl)
        assert.is_nil(keeping { expires = "soon" })
        assert.is_nil(keeping { cache_control = "max-age=five" })
        assert.is_nil(keeping {})
        local default = { default_ttl = 7, max_ttl = 1000, stale_if_error = 0 }
        assert.equal(7, keeping({}, false, default).ttl)
        assert.is_nil(keeping({ status = 404 }, false, default))
    end)

    it("is bounded, and older by the answer's age", function()
        assert.equal(1000, keeping({ cache_control = "max-age=99999" }).ttl)
        assert.same({ ttl = 3, age = 2, stale = 0 }, keeping { cache_control = "max-age=5", age = "2" })
        assert.is_nil(keeping { cache_control = "max-age=5", age = "5" })
    end)

    it("is shared beyond a caller only where the backend says so", function()
        assert.is_nil(keeping({ cache_control = "max-age=5" }, true))
        for _, word in ipairs { "public, max-age=5", "s-maxage=5", "max-age=5, must-revalidate" } do
            assert.equal(5, keeping({ cache_control = word }, true).ttl)
        end
    end)

    it("is given stale on errors as long as the backend or the settings say, never against must-revalidate", function()
        local kind = { default_ttl = 0, max_ttl = 1000, stale_if_error = 60 }
        assert.equal(60, keeping({ cache_control = "max-age=5" }, false, kind).stale)
        assert.equal(9, keeping({ cache_control = "max-age=5, stale-if-error=9" }, false, kind).stale)
        assert.equal(0, keeping({ cache_control = "max-age=5, must-revalidate" }, false, kind).stale)
    end)
end)

describe("a kept answer", function()
    local entry = { stored_at = 100, age = 10, ttl = 50 }

    it("satisfies a request while it is fresh, and young enough for it", function()
        assert.is_true(rules.satisfies({}, entry, 149))
        assert.is_false(rules.satisfies({}, entry, 150))
        assert.is_true(rules.satisfies({ ["max-age"] = "20" }, entry, 109))
        assert.is_false(rules.satisfies({ ["max-age"] = "0" }, { stored_at = 100, age = 0, ttl = 50 }, 100))
        assert.is_false(rules.satisfies({ ["max-age"] = "20" }, entry, 110))
        assert.is_false(rules.satisfies({ ["no-cache"] = true }, entry, 100))
        assert.equal(15, rules.age(entry, 105.9))
    end)

    it("is known to who names its tag", function()
        assert.is_true(rules.has_tag('"a", W/"b"', '"b"'))
        assert.is_true(rules.has_tag('"b"', 'W/"b"'))
        assert.is_true(rules.has_tag("*", '"b"'))
        assert.is_false(rules.has_tag('"bb"', '"b"'))
    end)
end)
