--- Refusals of credentials, with the challenge that RFC 6750 section 3 asks for: no error where there were none, and
-- `invalid_token` for whatever is wrong with those that came.

local _M = {}

function _M.of(code, error_code)
    local value = 'Bearer realm="aegis"' .. (error_code and ', error="' .. error_code .. '"' or "")
    return { code = code, headers = { ["WWW-Authenticate"] = value } }
end

return _M
