local message = require "aegis.lib.dns_message"

local function reply(question, answers, flags)
    local count = #answers
    return question:sub(1, 2) .. (flags or "\129\128") .. "\0\1\0" .. string.char(count) .. "\0\0\0\0"
        .. question:sub(13) .. table.concat(answers)
end

local function record(owner, kind, ttl, data)
    return owner .. "\0" .. string.char(kind) .. "\0\1" .. "\0\0" .. string.char(math.floor(ttl / 256), ttl % 256)
        .. "\0" .. string.char(#data) .. data
end

local SAME = "\192\12"

describe("dns message", function()
    local question = message.question(513, "api.example", message.A)

    it("asks for one name", function()
        assert.equal("\2\1\1\0\0\1\0\0\0\0\0\0\3api\7example\0\0\1\0\1", question)
    end)

    it("does not ask for impossible names", function()
        for _, name in ipairs { "", "a..b", ".a", ("a"):rep(64), ("a."):rep(130) .. "a" } do
            assert.is_nil(message.question(1, name, message.A))
        end
    end)

    it("reads addresses and the shortest time to live", function()
        local text = reply(question, { record(SAME, 1, 300, "\10\0\0\1"), record(SAME, 1, 60, "\10\0\0\2") })
        local result = message.answer(text, 513, "api.example", message.A)
        assert.same({ "10.0.0.1", "10.0.0.2" }, result.addresses)
        assert.equal(60, result.ttl)
    end)

    it("follows aliases, and ignores addresses of other names", function()
        local alias = "\4real\7example\0"
        local text = reply(question, {
            record(SAME, 5, 30, alias),
            record("\5other\7example\0", 1, 300, "\10\0\0\9"),
            record(alias, 1, 300, "\10\0\0\1"),
        })
        local result = message.answer(text, 513, "API.example", message.A)
        assert.same({ "10.0.0.1" }, result.addresses)
        assert.equal(30, result.ttl)
    end)

    it("reads IPv6 addresses", function()
        local six = message.question(513, "api.example", message.AAAA)
        local text = reply(six, { record(SAME, 28, 9, "\253\0" .. ("\0"):rep(13) .. "\1") })
        assert.same({ "fd00:0:0:0:0:0:0:1" }, message.answer(text, 513, "api.example", message.AAAA).addresses)
    end)

    it("takes no answer to another question", function()
        local text = reply(question, {})
        local wrong_id, why = message.answer(text, 514, "api.example", message.A)
        assert.is_nil(wrong_id)
        assert.equal("not this question", why)
        assert.is_nil(message.answer(text, 513, "other.example", message.A))
        assert.is_nil(message.answer(question, 513, "api.example", message.A))
    end)

    it("knows truncation and missing names", function()
        assert.is_true(message.answer(reply(question, {}, "\131\128"), 513, "api.example", message.A).truncated)
        local _, why = message.answer(reply(question, {}, "\129\131"), 513, "api.example", message.A)
        assert.equal("the name does not exist", why)
    end)

    it("survives every cut and every changed byte of an answer", function()
        local alias = "\4real" .. SAME
        local text = reply(question, { record(SAME, 5, 30, alias), record(alias, 1, 9, "\10\0\0\1") })
        for length = 0, #text do
            message.answer(text:sub(1, length), 513, "api.example", message.A)
        end
        for at = 1, #text do
            for _, value in ipairs { 0, 1, 63, 64, 127, 192, 255 } do
                local changed = text:sub(1, at - 1) .. string.char(value) .. text:sub(at + 1)
                message.answer(changed, 513, "api.example", message.A)
            end
        end
    end)
end)
