--- The path of a rewrite: literal segments and `:name` for parameters of the matched route.

local concat = table.concat

local _M = {}

--- @return a compiled template for `fill`; throws what is wrong
function _M.compile(text)
    if text:sub(1, 1) ~= "/" then
        error("a path begins with a slash", 0)
    end
    local template = {}
    for segment in (text:sub(2) .. "/"):gmatch "([^/]*)/" do
        local name = segment:match "^:(.+)$"
        template[#template + 1] = name and { param = name } or segment
    end
    return template
end

--- @param params name → segment, encoded as in the path that it is from
-- @return the path; throws when the route has no such parameter
function _M.fill(template, params)
    local segments = {}
    for i = 1, #template do
        local segment = template[i]
        if type(segment) == "table" then
            local name = segment.param
            segment = params[name] or error("the route has no parameter " .. name, 0)
        end
        segments[i] = segment
    end
    return "/" .. concat(segments, "/")
end

return _M
