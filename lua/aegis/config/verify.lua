--- Signed text → trusted text. Nothing from Redis or from a file is believed before it passed here.
-- The form is contracts/src/node/envelope.ts: `aegis1 <key id> <revision> <signature>\n<text>`.

local base64 = require "ngx.base64"
local crypto = require "aegis.lib.crypto"
local json = require "aegis.lib.json"
local names = require "aegis.config.names"
local settings = require "aegis.config.settings"

local concat = table.concat
local find = string.find
local sub = string.sub

local verify = {}

local HEADER = "^aegis1 (%x%x%x%x%x%x%x%x) (%d+) ([%w_-]+)\n()"

--- Revision that an already verified text carries, and where its JSON begins.
function verify.revision(envelope)
    local _, revision, _, text_at = envelope:match(HEADER)
    return tonumber(revision), text_at
end

local function signed_bytes(redis_key, revision, text)
    return concat({ "aegis1", settings.platform, redis_key, revision, text }, "\n")
end

--- Checks size, shape and signature.
-- @return revision and JSON text, or nil and the reason for an operator to read
function verify.open(redis_key, envelope)
    if #envelope > names.MAX_DOCUMENT_BYTES + 256 then
        return nil, "larger than " .. names.MAX_DOCUMENT_BYTES .. " bytes"
    end
    local key_id, revision, signature, text_at = envelope:match(HEADER)
    if not key_id or #revision > 15 or #signature ~= 86 then
        return nil, "not a signed document"
    end
    local key = settings.signing_keys[key_id]
    if not key then
        return nil, "signed by an unknown key " .. key_id
    end
    local text = sub(envelope, text_at)
    local bytes = base64.decode_base64url(signature)
    if not bytes or not crypto.ed25519_verify(key, signed_bytes(redis_key, revision, text), bytes) then
        return nil, "the signature does not fit"
    end
    return tonumber(revision), text
end

local function unseal(sealed, redis_key)
    local key_id, nonce, body = sealed:match("^s1%.(%w)%.([%w_-]+)%.([%w_-]+)$")
    local key = key_id and settings.seal_keys[key_id]
    nonce = nonce and base64.decode_base64url(nonce)
    body = body and base64.decode_base64url(body)
    local plain = key and nonce and body and crypto.aes_256_gcm_open(key, nonce, redis_key, body)
    return plain or error("a sealed secret cannot be opened", 0)
end

local function open_secrets(value, redis_key)
    for name, field in pairs(value) do
        if type(field) == "table" then
            if type(field["$sealed"]) == "string" then
                value[name] = unseal(field["$sealed"], redis_key)
            else
                open_secrets(field, redis_key)
            end
        end
    end
end

--- The table inside a trusted text, its sealed secrets opened; or nil and the reason.
function verify.decode(redis_key, text)
    local document, err = json.decode(text)
    if type(document) ~= "table" then
        return nil, "not JSON: " .. (err or "no object")
    end
    if find(text, '"$sealed"', 1, true) then
        local ok, problem = pcall(open_secrets, document, redis_key)
        if not ok then
            return nil, problem
        end
    end
    return document
end

return verify
