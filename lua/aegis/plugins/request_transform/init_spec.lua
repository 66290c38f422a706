local function plugin(settings)
    _G.ngx = { var = {}, req = {} }
    package.loaded["aegis.request.match"] = { param = function(ctx, name)
        return ctx.params[name]
    end }
    return require("aegis.plugins.request_transform").new(settings)
end

local function rewritten(settings, path, params, options)
    local ctx = { path = path, params = params, verbatim = true, app = { path_options = options or {} } }
    local verdict = plugin(settings):rewrite_path(ctx)
    return ctx.rewritten, verdict
end

describe("request_transform", function()
    it("fills the parameters of the route into the path", function()
        assert.equal("/v2/a%20b", (rewritten({ path = "/v2/:id" }, "/old/a%20b", { id = "a%20b" })))
    end)

    it("replaces a prefix at a segment's border only", function()
        local settings = { path_prefix = "/v1", new_path_prefix = "/v2/api" }
        assert.equal("/v2/api/orders", (rewritten(settings, "/v1/orders")))
        assert.equal("/v2/api", (rewritten(settings, "/v1")))
        assert.equal("/v2/api/", (rewritten(settings, "/v1/")))
        assert.is_nil((rewritten(settings, "/v10/orders")))
        assert.is_nil((rewritten(settings, "/other")))
    end)

    it("can put a prefix before every path and take one off", function()
        assert.equal("/api/orders", (rewritten({ path_prefix = "/", new_path_prefix = "/api" }, "/orders")))
        assert.equal("/orders", (rewritten({ path_prefix = "/v1", new_path_prefix = "/" }, "/v1/orders")))
        assert.equal("/", (rewritten({ path_prefix = "/v1", new_path_prefix = "/" }, "/v1")))
    end)

    it("refuses a path that is not safe to read twice", function()
        local path, verdict = rewritten({ path = "/files/:name" }, "/x/a%2Fb", { name = "a%2F..%2Fb" })
        assert.is_nil(path)
        assert.equal("bad_path", verdict.code)
        local ok = rewritten({ path = "/files/:name" }, "/x/a", { name = "a%2Fb" }, { allow_encoded_slash = true })
        assert.equal("/files/a%2Fb", ok)
    end)

    it("refuses settings that contradict themselves", function()
        assert.has_error(function()
            plugin { path = "/a", path_prefix = "/b", new_path_prefix = "/c" }
        end, "a path and a prefix cannot both be replaced")
    end)
end)
