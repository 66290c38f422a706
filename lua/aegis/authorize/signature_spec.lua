local signature = require "aegis.authorize.signature"

describe("the signature of a question", function()
    -- The same vector as in contracts/src/node/authorize-signature.spec.ts.
    it("covers time and body", function()
        assert.are.equal(
            "t=1795000000,v1=5d83cd24436fef68059b127d1b12122b0f68e14cb9d7e3dbe5f633e67dd658bf",
            signature.of("a secret of the docs", 1795000000, '{"action":"read"}')
        )
    end)
end)
