local function answer(settings, accepted)
    _G.ngx = { var = { http_accept = accepted } }
    package.loaded["aegis.plugins.mock_response"] = nil
    return require("aegis.plugins.mock_response").new(settings):access()
end

local bodies = {
    { content_type = "application/json", body = "{}" },
    { content_type = "text/plain", body = "none" },
}

describe("mock_response", function()
    it("is an empty 200 by default", function()
        assert.same({ status = 200, headers = {} }, answer {})
    end)

    it("chooses the body by what the caller accepts", function()
        local settings = { status = 404, headers = { "x-mock: yes" }, bodies = bodies }
        assert.same({
            status = 404,
            headers = { ["Content-Type"] = "text/plain", ["x-mock"] = "yes", Vary = "Accept" },
            body = "none",
        }, answer(settings, "text/plain"))
        assert.equal("{}", answer(settings, nil).body)
    end)

    it("has no body where HTTP knows none", function()
        assert.same({ status = 204, headers = {} }, answer { status = 204, bodies = bodies })
    end)

    it("refuses content types and headers that would start a line of their own", function()
        assert.has_error(function()
            answer { bodies = { { content_type = "text/plain\r\nx-evil: 1", body = "" } } }
        end, "bodies: there is a content type that is none")
        assert.has_error(function()
            answer { headers = { "x-a: b\r\nx-evil: 1" } }
        end, "a header is written as name: value")
    end)
end)
