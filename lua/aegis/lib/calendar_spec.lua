local calendar = require "aegis.lib.calendar"

local UTC = { { from = 0, offset_s = 0 } }
-- Clocks of Vienna: on 29 March 2026 at 01:00 UTC forward, on 25 October back.
local VIENNA = {
    { from = 0, offset_s = 3600 },
    { from = 1774746000, offset_s = 7200 },
    { from = 1792890000, offset_s = 3600 },
}
-- Clocks that skip midnight: at 00:00 of 24 April 2026 (22:00 UTC the day before) it becomes 01:00, as in Cairo.
local CAIRO = { { from = 0, offset_s = 7200 }, { from = 1776981600, offset_s = 10800 } }

describe("calendar", function()
    it("names days and months of UTC and says when they begin and end", function()
        assert.same({ "1970-01-01", 0, 86400 }, { calendar.period("day", UTC, 0) })
        assert.same({ "2026-11-22", 1795305600, 1795392000 }, { calendar.period("day", UTC, 1795305600) })
        assert.same({ "2026-11-21", 1795219200, 1795305600 }, { calendar.period("day", UTC, 1795305599) })
        assert.same({ "2026-11", 1793491200, 1796083200 }, { calendar.period("month", UTC, 1795305600) })
        assert.same({ "2026-12", 1796083200, 1798761600 }, { calendar.period("month", UTC, 1796083200) })
    end)

    it("knows leap years", function()
        assert.equal("2028-02-29", (calendar.period("day", UTC, 1835395200)))
        assert.equal("2100-03-01", (calendar.period("day", UTC, 4107542400)))
        local _, starts, ends = calendar.period("month", UTC, 1835395200)
        assert.equal(29 * 86400, ends - starts)
    end)

    it("follows clocks that are set forward and back", function()
        local _, starts, ends = calendar.period("day", VIENNA, 1774746000)
        assert.equal(23 * 3600, ends - starts)
        _, starts, ends = calendar.period("day", VIENNA, 1792890000)
        assert.equal(25 * 3600, ends - starts)
        _, starts, ends = calendar.period("month", VIENNA, 1774746000)
        assert.equal(31 * 86400 - 3600, ends - starts)
    end)

    it("begins a day when the clock is set, where that skips midnight", function()
        local name, starts = calendar.period("day", CAIRO, 1776981600)
        assert.same({ "2026-04-24", 1776981600 }, { name, starts })
        assert.equal(1776981600, (select(3, calendar.period("day", CAIRO, 1776981599))))
    end)

    it("leaves no gap and no overlap between periods", function()
        for _, zone in ipairs { UTC, VIENNA, CAIRO } do
            for _, kind in ipairs { "day", "month" } do
                local moment = 1767225600
                for _ = 1, 400 do
                    local name, starts, ends = calendar.period(kind, zone, moment)
                    assert.is_true(starts <= moment and moment < ends)
                    assert.equal(name, (calendar.period(kind, zone, ends - 1)))
                    local following, next_starts = calendar.period(kind, zone, ends)
                    assert.is_true(following > name)
                    assert.equal(ends, next_starts)
                    moment = ends
                end
            end
        end
    end)
end)
