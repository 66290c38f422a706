--- Signatures of JSON Web Algorithms (RFC 7518, RFC 8037), checked by OpenSSL (1.1.1 and 3.x) through FFI.

local crypto = require "aegis.lib.crypto"
local ffi = require "ffi"

ffi.cdef [[
typedef struct bio_st BIO;
BIO *BIO_new_mem_buf(const void *buf, int len);
int BIO_free(BIO *a);
EVP_PKEY *PEM_read_bio_PUBKEY(BIO *bp, EVP_PKEY **x, void *cb, void *u);
const EVP_MD *EVP_sha384(void);
const EVP_MD *EVP_sha512(void);

int EVP_MD_CTX_copy_ex(EVP_MD_CTX *out, const EVP_MD_CTX *in);
int EVP_PKEY_CTX_ctrl_str(EVP_PKEY_CTX *ctx, const char *type, const char *value);
void ERR_clear_error(void);
]]

local C = crypto.library
local byte, char, sub = string.byte, string.char, string.sub

local _M = {}

local SHA256, SHA384, SHA512 = C.EVP_sha256(), C.EVP_sha384(), C.EVP_sha512()

--- By name: which family of keys it takes, its digest, and for ECDSA the length of the raw signature.
local algorithms = {
    HS256 = { family = "secret", digest = SHA256, bytes = 32 },
    HS384 = { family = "secret", digest = SHA384, bytes = 48 },
    HS512 = { family = "secret", digest = SHA512, bytes = 64 },
    RS256 = { family = "public", digest = SHA256 },
    RS384 = { family = "public", digest = SHA384 },
    RS512 = { family = "public", digest = SHA512 },
    PS256 = { family = "public", digest = SHA256, pss = true },
    PS384 = { family = "public", digest = SHA384, pss = true },
    PS512 = { family = "public", digest = SHA512, pss = true },
    ES256 = { family = "public", digest = SHA256, raw = 64 },
    ES384 = { family = "public", digest = SHA384, raw = 96 },
    ES512 = { family = "public", digest = SHA512, raw = 132 },
    EdDSA = { family = "public" },
}

function _M.knows(name)
    return algorithms[name] ~= nil
end

--- @param pem a public key (SubjectPublicKeyInfo)
-- @return the key for `verify`, or nil when the text is none
function _M.public_key(pem)
    local bio = C.BIO_new_mem_buf(pem, #pem)
    if bio == nil then
        error "OpenSSL has no memory"
    end
    local key = C.PEM_read_bio_PUBKEY(bio, nil, nil, nil)
    C.BIO_free(bio)
    C.ERR_clear_error()
    if key == nil then
        return nil
    end
    return { family = "public", handle = ffi.gc(key, C.EVP_PKEY_free), prepared = {} }
end

function _M.secret_key(bytes)
    return { family = "secret", bytes = bytes }
end

--- One INTEGER of DER: no leading zero bytes, but one where the first bit would say "negative".
local function der_integer(bytes)
    local from = 1
    while from < #bytes and byte(bytes, from) == 0 do
        from = from + 1
    end
    local trimmed = sub(bytes, from)
    if byte(trimmed, 1) >= 128 then
        trimmed = "\0" .. trimmed
    end
    return "\2" .. char(#trimmed) .. trimmed
end

--- JWS carries ECDSA signatures as r || s (RFC 7518 3.4), OpenSSL wants a DER SEQUENCE.
local function der_signature(raw)
    local half = #raw / 2
    local body = der_integer(sub(raw, 1, half)) .. der_integer(sub(raw, half + 1))
    return "\48" .. (#body > 127 and "\129" or "") .. char(#body) .. body
end

local mac = ffi.new "unsigned char[64]"
local mac_length = ffi.new "unsigned int[1]"

local function verify_mac(algorithm, key, message, signature)
    local secret = key.bytes
    if #signature ~= algorithm.bytes then
        return false
    end
    if C.HMAC(algorithm.digest, secret, #secret, message, #message, mac, mac_length) == nil then
        return false
    end
    return C.CRYPTO_memcmp(mac, signature, algorithm.bytes) == 0
end

local context = ffi.gc(C.EVP_MD_CTX_new(), C.EVP_MD_CTX_free)
local key_context = ffi.new "EVP_PKEY_CTX *[1]"

local function set_up(for_one, algorithm, key)
    C.EVP_MD_CTX_reset(for_one)
    if C.EVP_DigestVerifyInit(for_one, key_context, algorithm.digest, nil, key.handle) ~= 1 then
        return false
    end
    return not algorithm.pss
        or (C.EVP_PKEY_CTX_ctrl_str(key_context[0], "rsa_padding_mode", "pss") == 1
            and C.EVP_PKEY_CTX_ctrl_str(key_context[0], "rsa_pss_saltlen", "digest") == 1)
end

--- @return a context of the key for the algorithm; false where they do not go together
local function prepare(algorithm, key)
    local made = ffi.gc(C.EVP_MD_CTX_new(), C.EVP_MD_CTX_free)
    local prepared = set_up(made, algorithm, key) and made
    key.prepared[algorithm] = prepared
    return prepared
end

--- Setting a context up costs a sixth of what checking an RSA signature does; copying one hardly anything. (OpenSSL
-- 1.1.1 cannot copy those of EdDSA.)
local function begin(algorithm, key)
    local prepared = key.prepared[algorithm]
    if prepared == nil then
        prepared = prepare(algorithm, key)
    end
    return prepared and (C.EVP_MD_CTX_copy_ex(context, prepared) == 1 or set_up(context, algorithm, key))
end

local function verify_public(algorithm, key, message, signature)
    if algorithm.raw then
        if #signature ~= algorithm.raw then
            return false
        end
        signature = der_signature(signature)
    end
    local fits = begin(algorithm, key)
        and C.EVP_DigestVerify(context, signature, #signature, message, #message) == 1
    -- A refused signature leaves errors in OpenSSL's queue, where nginx would find and log them.
    C.ERR_clear_error()
    return fits
end

--- Whether a signature over a message is of this key by this algorithm. A key of another family never fits: a public
-- key is no HMAC secret.
function _M.verify(name, key, message, signature)
    local algorithm = algorithms[name]
    if not algorithm or algorithm.family ~= key.family then
        return false
    end
    local verify = algorithm.family == "secret" and verify_mac or verify_public
    return verify(algorithm, key, message, signature)
end

return _M
