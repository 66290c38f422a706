--- `/.well-known/acme-challenge/<token>`: a certificate authority asks whether a host is ours (HTTP-01, RFC 8555 8.3).
-- What the platform ordered is answered before all else: HTTPS, authentication, limits and plugins are no matter of the
-- authority's. Every other question is the app's own, whose backend may order certificates by itself.

local access = require("aegis.request.run").access
local cache = require "aegis.config.cache"

local get_method = ngx.req.get_method
local header = ngx.header
local match = string.match
local time = ngx.time
local var = ngx.var

local _M = {}

local TOKEN = "^/%.well%-known/acme%-challenge/([%w_-]+)$"
local SHORTEST, LONGEST = 22, 128
local asks = { GET = true, HEAD = true }

--- Only for hosts that an app has is anything looked up, by host; the token is looked for in what is there, and
-- becomes part of no name.
local function answer_of(host, token)
    if #token < SHORTEST or #token > LONGEST or not cache.host(host) then
        return nil
    end
    local challenge = cache.get("challenge", host)
    local answer = challenge and challenge.answers[token]
    return answer and time() < answer.until_at and answer.text or nil
end

function _M.access()
    local token = asks[get_method()] and match(var.uri, TOKEN)
    local text = token and answer_of(var.host, token)
    if not text then
        return access()
    end
    ngx.status = ngx.HTTP_OK
    header["Content-Type"] = "text/plain"
    header["Content-Length"] = #text
    header["Cache-Control"] = "no-store"
    ngx.print(text)
    return ngx.exit(ngx.HTTP_OK)
end

jit.off(_M.access, true)

return _M
