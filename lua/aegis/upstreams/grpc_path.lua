--- The path of a gRPC request: nginx takes it from the request itself, and encodes a changed one by its own rules.

local find = string.find
local req = ngx.req

local _M = {}

local ENCODED = {
    code = "bad_path",
    detail = "The path of a gRPC method that is changed on its way has no percent-encoded characters.",
}

--- @param path what the upstream is to see
-- @return nil, or the verdict
function _M.set(ctx, path)
    if ctx.verbatim then
        return nil
    elseif find(path, "%", 1, true) then
        return ENCODED
    end
    req.set_uri(path)
    req.set_uri_args(ctx.query or "")
    return nil
end

return _M
