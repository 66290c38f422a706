--- Header lines that a customer wrote (`x-env: blue`) as names and values. The schema of a plugin says the same; here
-- it is checked once more, because a line break in a value would be a header of somebody else's choosing.

local find, match = string.find, string.match

local _M = {}

-- Hop by hop (RFC 9110 7.6.1), or telling where a message ends.
local framing = {
    ["connection"] = true, ["content-length"] = true, ["keep-alive"] = true, ["te"] = true, ["trailer"] = true,
    ["transfer-encoding"] = true, ["upgrade"] = true,
}
local requests = {
    ["expect"] = true, ["forwarded"] = true, ["host"] = true, ["http2-settings"] = true, ["traceparent"] = true,
    ["x-api-key"] = true, ["x-real-ip"] = true, ["x-request-id"] = true,
}
local answers = {
    ["content-encoding"] = true, ["content-range"] = true, ["content-type"] = true, ["date"] = true,
    ["retry-after"] = true, ["vary"] = true, ["www-authenticate"] = true, ["x-request-id"] = true,
}

--- Whether a header tells where a message ends or belongs to one connection. All names here are in lower case.
function _M.is_framing(name)
    return framing[name] == true
end

--- Whether a header of a request belongs to the gateway.
function _M.kept_in_request(name)
    return framing[name] or requests[name] or name == "proxy" or find(name, "^proxy%-") ~= nil
        or find(name, "^x%-aegis%-") ~= nil or find(name, "^x%-forwarded%-") ~= nil
end

--- Whether a header of an answer belongs to the gateway or to who made the body.
function _M.kept_in_answer(name)
    return framing[name] or answers[name] or find(name, "^proxy%-") ~= nil or find(name, "^x%-aegis%-") ~= nil
        or find(name, "^access%-control%-") ~= nil or find(name, "^ratelimit") ~= nil
        or find(name, "^x%-ratelimit%-") ~= nil
end

local function check_name(name, is_kept)
    if not find(name, "^[a-z0-9-]+$") then
        error("a header's name has lower-case letters, digits and hyphens", 0)
    elseif is_kept(name) then
        error("the header " .. name .. " is the gateway's own", 0)
    end
end

--- @param lines list of `name: value`, or nil
-- @param is_kept one of the functions above
-- @return list of `{ name, value }`; throws what is wrong
function _M.read(lines, is_kept)
    local list = {}
    for i = 1, #(lines or {}) do
        local name, value = match(lines[i], "^([^:]+): ([ -~]+)$")
        if not name then
            error("a header is written as name: value", 0)
        end
        check_name(name, is_kept)
        list[i] = { name = name, value = value }
    end
    return list
end

--- @param names list, or nil
-- @return the same list; throws what is wrong
function _M.names(names, is_kept)
    for i = 1, #(names or {}) do
        check_name(names[i], is_kept)
    end
    return names or {}
end

return _M
