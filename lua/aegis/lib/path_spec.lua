local path = require "aegis.lib.path"

local merging = { merge_slashes = true, allow_encoded_slash = false }
local keeping = { merge_slashes = false, allow_encoded_slash = true }

describe("path.normalise", function()
    local cases = {
        { "/", "/" },
        { "/orders/1", "/orders/1" },
        { "/orders/", "/orders/" },
        { "/%6frders/%41%7e", "/orders/A~" },
        { "/caf%c3%a9", "/caf%C3%A9" },
        { "/caf\195\169", "/caf%C3%A9" },
        { "/a%20b", "/a%20b" },
        { '/a"b<c>{d}', "/a%22b%3Cc%3E%7Bd%7D" },
        { "/a/./b", "/a/b" },
        { "/a/b/../c", "/a/c" },
        { "/a/b/..", "/a/" },
        { "/a/.", "/a/" },
        { "//a///b", "/a/b" },
        { "/a//", "/a/" },
        { "/.well-known/x", "/.well-known/x" },
        { "/file%2etxt", "/file.txt" },
        { "/a;v=1/b", "/a;v=1/b" },
        { "/%25" .. "32f", "/%2532f" },
        { "/...", "/..." },
    }
    for _, case in ipairs(cases) do
        it("reads " .. case[1] .. " as " .. case[2], function()
            assert.equal(case[2], path.normalise(case[1], merging))
        end)
        it("leaves " .. case[2] .. " as it is", function()
            assert.equal(case[2], path.normalise(case[2], merging))
        end)
    end

    it("keeps double slashes where the app says so", function()
        assert.equal("/a//b", path.normalise("/a//b", keeping))
        assert.equal("//a/", path.normalise("//a/", keeping))
    end)

    it("keeps an encoded slash encoded where the app allows it", function()
        assert.equal("/a%2Fb", path.normalise("/a%2fb", keeping))
    end)
end)

describe("path.normalise refuses", function()
    local refused = {
        ["an encoded slash"] = "/a%2fb",
        ["an encoded backslash"] = "/a%5cb",
        ["an encoded zero byte"] = "/a%00b",
        ["an encoded line feed"] = "/a%0ab",
        ["a backslash"] = "/a\\b",
        ["a control byte"] = "/a\1b",
        ["a delete byte"] = "/a\127b",
        ["a number sign"] = "/a#b",
        ["a lone percent sign"] = "/a%",
        ["bad hex digits"] = "/a%zz",
        ["hex digits with a sign"] = "/a%+1",
        ["encoded dots"] = "/a/%2e%2e/b",
        ["a half encoded parent"] = "/a/.%2E/b",
        ["one encoded dot"] = "/a/%2e/b",
        ["a parent with a parameter"] = "/a/..;/b",
        ["a dot with a parameter"] = "/a/.;x/b",
        ["an encoded parent with a parameter"] = "/a/%2e%2e;x/b",
        ["a parent beside a semicolon"] = "/a;x/../b",
        ["leaving the root"] = "/..",
        ["leaving the root later"] = "/a/../../b",
        ["a path without a slash"] = "a",
        ["an empty path"] = "",
    }
    for name, raw in pairs(refused) do
        it(name, function()
            local normal, reason = path.normalise(raw, merging)
            assert.is_nil(normal)
            assert.is_string(reason)
        end)
    end

    for _, raw in ipairs { "/a/..%2fb", "/a%2f..%2Fb", "/a%2f..", "/a/.%2fb", "/a%2f..;x%2fb", "/a/..;%2fb" } do
        it("dots that show when encoded slashes are decoded: " .. raw, function()
            assert.is_nil((path.normalise(raw, keeping)))
        end)
    end

    it("no dots that are part of a name beside an encoded slash", function()
        assert.equal("/a..%2F...%2F.b", path.normalise("/a..%2f...%2f.b", keeping))
    end)
end)

describe("path.plain_end", function()
    it("finds the end of a path in normal form", function()
        assert.equal(9, path.plain_end("/orders/1"))
        assert.equal(7, path.plain_end("/orders?x=/../"))
        assert.equal(1, path.plain_end("/"))
    end)

    for _, raw in ipairs { "/a//b", "/a/.b", "/a%41", "/a;b", "/a\\b", "/a#b", "/a b", "/\195\169", "a", "" } do
        it("leaves " .. raw .. " to the slow way", function()
            assert.is_nil(path.plain_end(raw))
        end)
    end

    it("agrees with the slow way on every short path of risky bytes", function()
        local bytes = { "/", ".", "%", "2", "e", ";", "a", "\\", "?" }
        local function visit(prefix, depth)
            local stop = path.plain_end(prefix)
            if stop then
                local head = prefix:sub(1, stop)
                assert.equal(head, path.normalise(head, merging))
            end
            if depth > 0 then
                for _, next_byte in ipairs(bytes) do
                    visit(prefix .. next_byte, depth - 1)
                end
            end
        end
        visit("/", 4)
    end)
end)

describe("path.read", function()
    it("splits the query off", function()
        local normal, query = path.read("/a/./b?x=1?2", merging)
        assert.equal("/a/b", normal)
        assert.equal("x=1?2", query)
    end)

    it("tells an empty query from none", function()
        assert.equal("", select(2, path.read("/a?", merging)))
        assert.is_nil(select(2, path.read("/a", merging)))
    end)

    it("tells whether the target already says just this", function()
        for _, target in ipairs { "/", "/a", "/a?", "/a?b=%zz", "/a;v=1", "/a%2Cb?x" } do
            assert.is_true(select(3, path.read(target, merging)), target)
        end
        for _, target in ipairs { "/a//b", "/a/../b", "/%61", "/a%2cb", "/\195\164" } do
            assert.is_false(select(3, path.read(target, merging)), target)
        end
    end)

    it("refuses a number sign in the query too", function()
        local normal, _, reason = path.read("/a?b#c", merging)
        assert.is_nil(normal)
        assert.equal("a number sign", reason)
    end)
end)

describe("path.strip", function()
    it("takes a prefix off at a border only", function()
        assert.equal("/x", path.strip("/api/x", "/api"))
        assert.equal("/", path.strip("/api", "/api"))
        assert.equal("/apix", path.strip("/apix", "/api"))
        assert.equal("/other", path.strip("/other", "/api"))
    end)
end)
