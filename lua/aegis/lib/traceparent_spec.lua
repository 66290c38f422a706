local traceparent = require "aegis.lib.traceparent"

local TRACE, SPAN = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"

describe("traceparent", function()
    local function read(trace, span, flags)
        return traceparent.read("00-" .. trace .. "-" .. span .. "-" .. flags)
    end

    it("is read with its sampled flag", function()
        assert.same({ TRACE, SPAN, true }, { read(TRACE, SPAN, "01") })
        assert.same({ TRACE, SPAN, false }, { read(TRACE, SPAN, "00") })
        assert.same({ TRACE, SPAN, true }, { read(TRACE, SPAN, "ff") })
        assert.same({ TRACE, SPAN, false }, { read(TRACE, SPAN, "02") })
    end)

    it("is nothing where it is not well formed", function()
        assert.is_nil(traceparent.read(false))
        assert.is_nil(traceparent.read "00-00-00-01")
        assert.is_nil(read(("0"):rep(32), SPAN, "01"))
        assert.is_nil(read(TRACE, ("0"):rep(16), "01"))
        assert.is_nil(read(TRACE:upper(), SPAN, "01"))
        assert.is_nil(read(TRACE .. "0", SPAN:sub(2), "01"))
        assert.is_nil(traceparent.read("01-" .. TRACE .. "-" .. SPAN .. "-01"))
        assert.is_nil(read(TRACE, SPAN, "0g"))
    end)
end)
