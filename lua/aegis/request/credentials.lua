--- Where a request carries its API key (header, bearer token, or the query parameter that the app allows) and its JSON
-- Web Token (bearer token).

local byte, find, gmatch, sub = string.byte, string.find, string.gmatch, string.sub
local clear_header = ngx.req.clear_header
local unescape_uri = ngx.unescape_uri

local _M = {}

local UPPER_B, LOWER_B = 66, 98

--- As clients write it: one blank before the token, none after. No pattern, which LuaJIT does not compile.
local function usual_bearer(authorization)
    if
        sub(authorization, 1, 7) == "Bearer "
        and #authorization > 7
        and not find(authorization, " ", 8, true)
        and not find(authorization, "\t", 8, true)
    then
        return sub(authorization, 8)
    end
    return nil
end

local function bearer(authorization)
    local usual = usual_bearer(authorization)
    if usual then
        return usual
    end
    local first = byte(authorization, 1)
    if first ~= UPPER_B and first ~= LOWER_B then
        return nil
    end
    local _, _, token = find(authorization, "^[Bb][Ee][Aa][Rr][Ee][Rr] +(%S+)%s*$")
    return token
end

--- Takes the parameter out of the query. Named twice, it is no key at all.
local function from_query(ctx, name)
    local rest, key = {}, nil
    for piece in gmatch(ctx.query, "[^&]+") do
        local equals = find(piece, "=", 1, true)
        if unescape_uri(sub(piece, 1, equals and equals - 1)) == name then
            key = key and "" or unescape_uri(equals and sub(piece, equals + 1) or "")
        else
            rest[#rest + 1] = piece
        end
    end
    if key then
        ctx.query, ctx.verbatim = #rest > 0 and table.concat(rest, "&") or nil, false
    end
    return key
end

--- The upstream never sees the key, unless the app hands it on; the token is the backend's too.
-- @return the key as sent or nil, the token as sent or nil
function _M.take(ctx)
    local app = ctx.app
    local authorization = ctx.authorization
    local token = authorization and bearer(authorization)
    local key
    if token and sub(token, 1, 6) == "aegis_" then
        key, token = token, nil
        if not app.forwards_key then
            clear_header "Authorization"
        end
    end
    local parameter = app.key_param and ctx.query and from_query(ctx, app.key_param)
    return ctx.api_key or key or parameter or nil, token
end

return _M
