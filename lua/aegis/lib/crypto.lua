--- What we need of OpenSSL (1.1.1 and 3.x), through FFI: no copy of a secret leaves this file but the results.

local ffi = require "ffi"

ffi.cdef([[
typedef struct evp_pkey_st EVP_PKEY;
typedef struct evp_md_ctx_st EVP_MD_CTX;
typedef struct evp_md_st EVP_MD;
typedef struct evp_pkey_ctx_st EVP_PKEY_CTX;
typedef struct evp_cipher_ctx_st EVP_CIPHER_CTX;
typedef struct evp_cipher_st EVP_CIPHER;
typedef struct engine_st ENGINE;

EVP_PKEY *EVP_PKEY_new_raw_private_key(int type, ENGINE *e, const unsigned char *key, size_t keylen);
EVP_PKEY *EVP_PKEY_new_raw_public_key(int type, ENGINE *e, const unsigned char *key, size_t keylen);
void EVP_PKEY_free(EVP_PKEY *key);
EVP_MD_CTX *EVP_MD_CTX_new(void);
void EVP_MD_CTX_free(EVP_MD_CTX *ctx);
int EVP_MD_CTX_reset(EVP_MD_CTX *ctx);
int EVP_DigestVerifyInit(EVP_MD_CTX *ctx, EVP_PKEY_CTX **pctx, const EVP_MD *type, ENGINE *e, EVP_PKEY *pkey);
int EVP_DigestVerify(EVP_MD_CTX *ctx, const unsigned char *sig, size_t siglen, const unsigned char *tbs, size_t tbslen);
int EVP_DigestSignInit(EVP_MD_CTX *ctx, EVP_PKEY_CTX **pctx, const EVP_MD *type, ENGINE *e, EVP_PKEY *pkey);
int EVP_DigestSign(EVP_MD_CTX *ctx, unsigned char *sig, size_t *siglen, const unsigned char *tbs, size_t tbslen);
const EVP_MD *EVP_sha256(void);
unsigned char *HMAC(const EVP_MD *md, const void *key, int key_len, const unsigned char *data, size_t n,
                    unsigned char *out, unsigned int *out_len);
int EVP_Digest(const void *data, size_t count, unsigned char *out, unsigned int *size, const EVP_MD *type, ENGINE *e);
EVP_CIPHER_CTX *EVP_CIPHER_CTX_new(void);
void EVP_CIPHER_CTX_free(EVP_CIPHER_CTX *ctx);
int EVP_CIPHER_CTX_reset(EVP_CIPHER_CTX *ctx);
const EVP_CIPHER *EVP_aes_256_gcm(void);
int EVP_DecryptInit_ex(EVP_CIPHER_CTX *ctx, const EVP_CIPHER *cipher, ENGINE *e, const unsigned char *key,
                       const unsigned char *iv);
int EVP_DecryptUpdate(EVP_CIPHER_CTX *ctx, unsigned char *out, int *outl, const unsigned char *in, int inl);
int EVP_DecryptFinal_ex(EVP_CIPHER_CTX *ctx, unsigned char *out, int *outl);
int EVP_CIPHER_CTX_ctrl(EVP_CIPHER_CTX *ctx, int type, int arg, void *ptr);
int CRYPTO_memcmp(const void *a, const void *b, size_t len);
void OPENSSL_cleanse(void *ptr, size_t len);
int RAND_bytes(unsigned char *buf, int num);
]])

local function library()
    local linked = pcall(function()
        return ffi.C.EVP_DigestVerify
    end)
    return linked and ffi.C or ffi.load("crypto")
end

local C = library()

local EVP_PKEY_ED25519 = 1087
local EVP_CTRL_AEAD_SET_TAG = 0x11
local TAG_BYTES = 16
local NONCE_BYTES = 12

local sub = string.sub
local digest = ffi.new("unsigned char[64]")
local length = ffi.new("unsigned int[1]")
local signature_length = ffi.new("size_t[1]")
local int_length = ffi.new("int[1]")
local digest_context = ffi.gc(C.EVP_MD_CTX_new(), C.EVP_MD_CTX_free)
local cipher_context = ffi.gc(C.EVP_CIPHER_CTX_new(), C.EVP_CIPHER_CTX_free)
local sha256 = C.EVP_sha256()

local crypto = {}

--- OpenSSL itself, for `signatures`.
crypto.library = C

--- A public key from its 32 bytes (RFC 8032), for `ed25519_verify`; nil when they are no key.
function crypto.ed25519_public_key(raw)
    local key = #raw == 32 and C.EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nil, raw, 32)
    if not key or key == nil then
        return nil
    end
    return ffi.gc(key, C.EVP_PKEY_free)
end

--- Whether the 64-byte signature over the message is of this key.
function crypto.ed25519_verify(key, message, signature)
    C.EVP_MD_CTX_reset(digest_context)
    return C.EVP_DigestVerifyInit(digest_context, nil, nil, nil, key) == 1
        and C.EVP_DigestVerify(digest_context, signature, #signature, message, #message) == 1
end

--- A private key from its 32-byte seed (RFC 8032), for `ed25519_sign`.
function crypto.ed25519_private_key(seed)
    local key = C.EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nil, seed, 32)
    if key == nil then
        error("crypto: no Ed25519 key")
    end
    return ffi.gc(key, C.EVP_PKEY_free)
end

--- 64 bytes.
function crypto.ed25519_sign(key, message)
    C.EVP_MD_CTX_reset(digest_context)
    signature_length[0] = 64
    if C.EVP_DigestSignInit(digest_context, nil, nil, nil, key) ~= 1
        or C.EVP_DigestSign(digest_context, digest, signature_length, message, #message) ~= 1 then
        error("crypto: Ed25519 failed")
    end
    return ffi.string(digest, 64)
end

--- 32 bytes.
function crypto.hmac_sha256(key, message)
    if C.HMAC(sha256, key, #key, message, #message, digest, length) == nil then
        error("crypto: HMAC failed")
    end
    return ffi.string(digest, 32)
end

--- 32 bytes.
function crypto.sha256(message)
    if C.EVP_Digest(message, #message, digest, length, sha256, nil) ~= 1 then
        error("crypto: SHA-256 failed")
    end
    return ffi.string(digest, 32)
end

--- Compares in a time that tells nothing about where two texts differ.
function crypto.equal(a, b)
    return #a == #b and C.CRYPTO_memcmp(a, b, #a) == 0
end

local function open(key, nonce, context, body, tag, plain)
    local ctx = cipher_context
    if C.EVP_DecryptInit_ex(ctx, C.EVP_aes_256_gcm(), nil, key, nonce) ~= 1 then
        return false
    end
    if C.EVP_DecryptUpdate(ctx, nil, int_length, context, #context) ~= 1 then
        return false
    end
    if C.EVP_DecryptUpdate(ctx, plain, int_length, body, #body) ~= 1 then
        return false
    end
    -- OpenSSL takes the tag through a pointer that is not const.
    local tag_bytes = ffi.new("unsigned char[?]", TAG_BYTES)
    ffi.copy(tag_bytes, tag, TAG_BYTES)
    return C.EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_SET_TAG, TAG_BYTES, tag_bytes) == 1
        and C.EVP_DecryptFinal_ex(ctx, plain + #body, int_length) == 1
end

--- Opens AES-256-GCM. @param sealed ciphertext followed by the 16-byte tag
-- @return plain text, or nil when key, nonce, context or text do not fit together
function crypto.aes_256_gcm_open(key, nonce, context, sealed)
    if #key ~= 32 or #nonce ~= NONCE_BYTES or #sealed < TAG_BYTES then
        return nil
    end
    local body, tag = sub(sealed, 1, -TAG_BYTES - 1), sub(sealed, -TAG_BYTES)
    local plain = ffi.new("unsigned char[?]", #body + TAG_BYTES)
    local ok = open(key, nonce, context, body, tag, plain)
    local text = ok and ffi.string(plain, #body) or nil
    C.OPENSSL_cleanse(plain, #body + TAG_BYTES)
    C.EVP_CIPHER_CTX_reset(cipher_context)
    return text
end

function crypto.random_bytes(count)
    local bytes = ffi.new("unsigned char[?]", count)
    if C.RAND_bytes(bytes, count) ~= 1 then
        error("crypto: no random bytes")
    end
    return ffi.string(bytes, count)
end

local hex_of = {}
for byte = 0, 255 do
    hex_of[byte] = ("%02x"):format(byte)
end

--- Lower-case hexadecimal.
function crypto.hex(bytes)
    local digits = {}
    for i = 1, #bytes do
        digits[i] = hex_of[string.byte(bytes, i)]
    end
    return table.concat(digits)
end

return crypto
