--- An answer as it is kept, and as it is given again.

local rules = require "aegis.plugins.response_cache.rules"

local header = ngx.header
local lower = string.lower
local now = ngx.now
local var = ngx.var

local _M = {}

-- Hop by hop (RFC 9110 7.6.1), told anew with every answer, or about this connection only.
local own = {
    ["connection"] = true, ["keep-alive"] = true, ["transfer-encoding"] = true, ["content-length"] = true,
    ["te"] = true, ["trailer"] = true, ["upgrade"] = true, ["proxy-authenticate"] = true,
    ["proxy-authentication-info"] = true, ["age"] = true, ["cache-status"] = true, ["alt-svc"] = true,
    ["x-request-id"] = true,
}
-- What a 304 tells (RFC 9110 15.4.5).
local told_in_304 = {
    ["cache-control"] = true, ["content-location"] = true, ["date"] = true, ["etag"] = true, ["expires"] = true,
    ["vary"] = true,
}

local function text(name)
    local value = header[name]
    if type(value) == "table" then
        return table.concat(value, ", ")
    end
    return value
end

local function headers_to_keep()
    local kept = {}
    for name, value in pairs(ngx.resp.get_headers(0, true)) do
        if not own[lower(name)] then
            kept[name] = value
        end
    end
    return kept
end

--- What to keep of the answer that is just coming in, or nil.
-- @param settings `{ default_ttl, max_ttl, stale_if_error, max_body }`
-- @return `{ status, headers, stored_at, age, ttl, stale, vary, length? }`
function _M.to_keep(settings, guarded)
    local moment, length = now(), tonumber(header["Content-Length"])
    local keeping = rules.keeping({
        status = ngx.status, cache_control = text "Cache-Control", expires = text "Expires", date = text "Date",
        age = text "Age", vary = text "Vary", content_type = text "Content-Type",
        content_encoding = text "Content-Encoding", sets_cookie = header["Set-Cookie"] ~= nil, now = moment,
        parse_time = ngx.parse_http_time,
    }, settings, guarded)
    if not keeping or length and length > settings.max_body then
        return nil
    end
    return {
        status = ngx.status,
        headers = headers_to_keep(),
        stored_at = moment,
        age = keeping.age,
        ttl = keeping.ttl,
        stale = keeping.stale,
        vary = rules.vary_names(text "Vary"),
        length = length,
    }
end

local function value_of(headers, wanted)
    for name, value in pairs(headers) do
        if lower(name) == wanted then
            return value
        end
    end
    return nil
end

--- RFC 9110 13.2.2: tags first, the date only where there are none.
local function is_known_to_client(entry)
    local tags, since = var.http_if_none_match, var.http_if_modified_since
    if entry.status ~= 200 then
        return false
    elseif tags then
        local etag = value_of(entry.headers, "etag")
        return etag ~= nil and rules.has_tag(tags, etag)
    end
    local changed = since and value_of(entry.headers, "last-modified")
    local changed_at, since_at = changed and ngx.parse_http_time(changed), since and ngx.parse_http_time(since)
    return changed_at ~= nil and since_at ~= nil and changed_at ~= false and changed_at <= since_at
end

--- The verdict that gives a kept answer.
-- @param how what `Cache-Status` (RFC 9211) says
function _M.of(entry, how)
    local known = is_known_to_client(entry)
    -- `answer` would say no-store; what the backend said, or nothing, stands here.
    local headers = { ["Cache-Control"] = "" }
    for name, value in pairs(entry.headers) do
        if lower(name) == "cache-control" then
            headers["Cache-Control"] = value
        elseif not known or told_in_304[lower(name)] then
            headers[name] = value
        end
    end
    headers["Age"] = rules.age(entry, now())
    headers["Cache-Status"] = "aegis; " .. how
    return { status = known and 304 or entry.status, headers = headers, body = not known and entry.body or nil }
end

return _M
