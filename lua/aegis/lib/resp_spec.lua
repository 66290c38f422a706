local resp = require "aegis.lib.resp"

--- A connection that gives these bytes and is closed then.
local function reader(text)
    local at = 1
    return {
        line = function()
            local stop = text:find("\r\n", at, true)
            if not stop then
                return nil, "closed"
            end
            local line = text:sub(at, stop - 1)
            at = stop + 2
            return line
        end,
        bytes = function(_, count)
            if at + count - 1 > #text then
                return nil, "closed"
            end
            local bytes = text:sub(at, at + count - 1)
            at = at + count
            return bytes
        end,
    }
end

local function decode(text)
    return resp.decode(reader(text))
end

describe("the Redis protocol", function()
    it("writes commands as arrays of texts, counted in bytes", function()
        local out = table.concat(resp.encode({ "SET", "ä", 12 }, {}))
        assert.equal("*3\r\n$3\r\nSET\r\n$2\r\nä\r\n$2\r\n12\r\n", out)
    end)

    it("keeps line breaks inside an argument inside it", function()
        local out = table.concat(resp.encode({ "GET", "a\r\n$1\r\nb" }, {}))
        assert.equal("*2\r\n$3\r\nGET\r\n$8\r\na\r\n$1\r\nb\r\n", out)
    end)

    for _, case in ipairs({
        { "+OK\r\n", "OK" },
        { ":-42\r\n", -42 },
        { "$5\r\na\r\nbc\r\n", "a\r\nbc" },
        { "$0\r\n\r\n", "" },
        { "$-1\r\n", false },
        { "*-1\r\n", false },
        { "*0\r\n", {} },
        { "-ERR no\r\n", { err = "ERR no" } },
        { "*3\r\n:1\r\n$-1\r\n*1\r\n+x\r\n", { 1, false, { "x" } } },
    }) do
        it("reads " .. case[1]:gsub("\r\n", "·"), function()
            assert.same(case[2], decode(case[1]))
        end)
    end

    for what, text in pairs({
        ["nothing"] = "",
        ["an unknown kind"] = "?1\r\n",
        ["an empty line"] = "\r\n",
        ["a length that is no number"] = "$abc\r\n",
        ["a negative length"] = "$-2\r\n",
        ["a length beyond every bound"] = "$99999999999\r\n",
        ["a count beyond every bound"] = "*99999999\r\n",
        ["a text cut off"] = "$5\r\nabc",
        ["a text without its end"] = "$3\r\nabcdefg",
        ["an array cut off"] = "*2\r\n:1\r\n",
        ["arrays within arrays without end"] = ("*1\r\n"):rep(100),
    }) do
        it("refuses " .. what, function()
            local value, err = decode(text)
            assert.is_nil(value)
            assert.is_string(err)
        end)
    end

    it("never throws, whatever bytes come", function()
        math.randomseed(7)
        local alphabet = { "$", "*", ":", "+", "-", "\r\n", "0", "1", "9", "x", "\r", "\n" }
        for _ = 1, 5000 do
            local parts = {}
            for i = 1, math.random(12) do
                parts[i] = alphabet[math.random(#alphabet)]
            end
            local value, err = decode(table.concat(parts))
            assert.is_true(value ~= nil or type(err) == "string")
        end
    end)
end)
