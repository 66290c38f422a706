--- Ids of documents that are found by what a customer calls a thing; the other side is
-- contracts/src/node/document-ids.ts. External ids are any text, names of documents are not.

local base64 = require "ngx.base64"
local crypto = require "aegis.lib.crypto"

local document_ids = {}

local function hash_of(text)
    return base64.encode_base64url(crypto.sha256(text))
end

function document_ids.tenant(app_id, external_id)
    return app_id .. "." .. hash_of(external_id)
end

--- @param tenant_id ours, not the customer's
function document_ids.user(tenant_id, external_id)
    return tenant_id .. "." .. hash_of(external_id)
end

return document_ids
