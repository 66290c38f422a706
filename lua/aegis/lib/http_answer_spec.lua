local http_answer = require "aegis.lib.http_answer"

--- A connection that gives these pieces and is closed then.
local function read(pieces, max)
    if type(pieces) == "string" then
        pieces = { pieces }
    end
    local at = 0
    return http_answer.read(function()
        at = at + 1
        if pieces[at] then
            return pieces[at]
        end
        return nil, "closed"
    end, max or 100)
end

local function byte_by_byte(text)
    local pieces = {}
    for i = 1, #text do
        pieces[i] = text:sub(i, i)
    end
    return pieces
end

describe("an HTTP answer", function()
    local plain = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-A: 1\r\nx-a: 2\r\n\r\nhello"

    it("is read whole, in whatever pieces it comes", function()
        for _, pieces in ipairs { { plain }, byte_by_byte(plain) } do
            local answer = read(pieces)
            assert.are.equal(200, answer.status)
            assert.are.equal("hello", answer.body)
            assert.are.equal("1, 2", answer.headers["x-a"])
            assert.is_true(answer.reusable)
        end
    end)

    it("may be chunked, with trailers", function()
        local text = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nT: 1\r\n\r\n"
        for _, pieces in ipairs { { text }, byte_by_byte(text) } do
            local answer = read(pieces)
            assert.are.equal("abcde", answer.body)
            assert.is_true(answer.reusable)
        end
    end)

    it("may end with the connection, which is of no use then", function()
        local answer = read { "HTTP/1.1 200 OK\r\n\r\nab", "cd" }
        assert.are.equal("abcd", answer.body)
        assert.is_false(answer.reusable)
    end)

    it("leaves a connection that the other side closes, that is old, or that has more to say", function()
        assert.is_false(read("HTTP/1.1 200 OK\r\nConnection: Close\r\nContent-Length: 0\r\n\r\n").reusable)
        assert.is_false(read("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n").reusable)
        assert.is_false(read("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nHTTP/1.1 200 OK").reusable)
    end)

    it("may come after interim answers", function()
        assert.are.equal(200, read("HTTP/1.1 103 Early\r\nLink: x\r\n\r\n" .. plain).status)
    end)

    local refused = {
        ["something else"] = "hello\r\n\r\n",
        ["HTTP/2 in clear text"] = "HTTP/2 200\r\n\r\n",
        ["a folded header"] = "HTTP/1.1 200 OK\r\nA: 1\r\n b\r\n\r\n",
        ["a line feed alone"] = "HTTP/1.1 200 OK\r\nA: 1\nB: 2\r\n\r\n",
        ["a NUL"] = "HTTP/1.1 200 OK\r\nA: \0\r\n\r\n",
        ["two lengths"] = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        ["a length and chunks"] = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        ["another encoding"] = "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        ["a chunk longer than it says"] = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n0\r\n\r\n",
        ["a chunk without size"] = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\n",
        ["a body that ends early"] = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab",
        ["a body larger than allowed"] = "HTTP/1.1 200 OK\r\nContent-Length: 101\r\n\r\n" .. ("x"):rep(101),
        ["chunks larger than allowed"] = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffff\r\n",
        ["an endless body larger than allowed"] = "HTTP/1.1 200 OK\r\n\r\n" .. ("x"):rep(101),
        ["too many headers"] = "HTTP/1.1 200 OK\r\n" .. ("A: 1\r\n"):rep(101) .. "\r\n",
        ["a head larger than allowed"] = "HTTP/1.1 200 OK\r\nA: " .. ("x"):rep(17000) .. "\r\n\r\n",
        ["endless interim answers"] = ("HTTP/1.1 100 Continue\r\n\r\n"):rep(10),
        ["nothing"] = "",
    }
    for name, text in pairs(refused) do
        it("is refused: " .. name, function()
            local answer, problem = read(text)
            assert.is_nil(answer)
            assert.is_string(problem)
        end)
    end

    it("of any bytes is an answer within its bounds or a problem, and never an error", function()
        math.randomseed(20261121)
        local seeds = {
            plain,
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
            "HTTP/1.0 200 OK\r\nConnection: close\r\n\r\nto the end",
        }
        local function mutated(text)
            for _ = 1, math.random(1, 6) do
                local at = math.random(1, #text)
                local kind = math.random(1, 3)
                local byte = kind == 1 and "" or string.char(math.random(0, 255))
                text = text:sub(1, at - 1) .. byte .. text:sub(kind == 3 and at or at + 1)
            end
            return text
        end
        for round = 1, 6000 do
            local text = mutated(seeds[round % #seeds + 1])
            local cut = math.random(0, #text)
            local answer, problem = read({ text:sub(1, cut), text:sub(cut + 1) }, 20)
            if answer then
                assert.is_true(#answer.body <= 20)
            else
                assert.is_string(problem)
            end
        end
    end)
end)
