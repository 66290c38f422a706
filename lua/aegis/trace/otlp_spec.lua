local cjson = require "cjson"
local otlp = require "aegis.trace.otlp"

local function sample(change)
    local one = {
        request_id = "a-request", at_ms = 1700000000000, environment = "production", method = "GET", path = "/orders/7",
        status = 200, tenant = "acme", duration_ms = 12, trace_id = "0af7651916cd43dd8448eb211c80319c",
        parent_span_id = "b7ad6b7169203331", host = "shop.localhost", protocol = "HTTP/1.1", client = "192.0.2.7",
        upstream = { total_ms = 9 }, steps = { { step = "forward" } },
    }
    for name, value in pairs(change or {}) do
        one[name] = value
    end
    return one
end

local ABOUT = {
    span_id = "1111111111111111", upstream_span_id = "2222222222222222", app = "shop", app_id = "an-id",
    pattern = "/orders/:id", upstream = "main", target = "http://10.0.0.1:4000",
}

local function spans(one, about)
    return cjson.decode("[" .. otlp.spans(one, about) .. "]")
end

local function attribute(span, name)
    for _, one in ipairs(span.attributes) do
        if one.key == name then
            return one.value
        end
    end
    return nil
end

describe("spans in OTLP", function()
    it("are the gateway's work and the call to the backend, below the caller's span", function()
        local list = spans(sample(), ABOUT)
        assert.equal(2, #list)
        local server, client = list[1], list[2]
        assert.equal("b7ad6b7169203331", server.parentSpanId)
        assert.equal("GET /orders/:id", server.name)
        assert.equal("1700000000000000000", server.startTimeUnixNano)
        assert.equal("1700000000012000000", server.endTimeUnixNano)
        assert.same({ intValue = "200" }, attribute(server, "http.response.status_code"))
        assert.same({ stringValue = "acme" }, attribute(server, "aegis.tenant"))
        assert.same({ stringValue = "1.1" }, attribute(server, "network.protocol.version"))
        assert.is_nil(attribute(server, "aegis.code"))
        assert.equal(server.spanId, client.parentSpanId)
        assert.equal("GET main", client.name)
        assert.equal("1700000000003000000", client.startTimeUnixNano)
    end)

    it("of a request that was not forwarded is one, and of a failed one says so", function()
        local list = spans(sample { status = 503, code = "upstream_unavailable" }, { span_id = "1", app = "shop" })
        assert.equal(1, #list)
        assert.equal("GET", list[1].name)
        assert.same({ code = 2, message = "upstream_unavailable" }, list[1].status)
        assert.same({ stringValue = "forward" }, attribute(list[1], "aegis.refused_at"))
    end)

    it("travel in one envelope", function()
        local body = cjson.decode(otlp.export(
            otlp.spans(sample(), ABOUT) .. "\n" .. otlp.spans(sample(), ABOUT) .. "\n",
            { { "service.name", "gateway" } }, "1.0.0"
        ))
        local resource = body.resourceSpans[1]
        assert.same({ { key = "service.name", value = { stringValue = "gateway" } } }, resource.resource.attributes)
        assert.same({ name = "aegis", version = "1.0.0" }, resource.scopeSpans[1].scope)
        assert.equal(4, #resource.scopeSpans[1].spans)
    end)
end)
