--- Which requests get the same answer: the names under which answers are kept.

local store = require "aegis.plugins.response_cache.store"

local gsub, lower = string.gsub, string.lower
local var = ngx.var

local _M = {}

--- Users are told apart within their tenant only.
local function caller_of(identity)
    if identity.user ~= "" then
        return "u" .. #identity.tenant .. ":" .. identity.tenant .. identity.user
    end
    return identity.key_id ~= "" and "k" .. identity.key_id or ""
end

local function sharers_of(shared_by, identity)
    if shared_by == "caller" then
        return caller_of(identity)
    end
    return shared_by == "tenant" and "t" .. identity.tenant or "e"
end

--- Whether the request carries something by which a backend may know its caller, who is not told apart here.
function _M.is_guarded(shared_by, identity)
    if identity.kind ~= "none" then
        return shared_by ~= "caller"
    end
    return var.http_authorization ~= nil or var.http_cookie ~= nil
end

--- The name of what a request asks for: one of them for all values of the headers in `Vary`.
function _M.of(ctx, shared_by)
    return store.name {
        ctx.app.id,
        ctx.environment,
        tostring(ctx.app.cache_generation),
        ctx.route.id,
        ctx.plan.pool.upstream.id,
        -- Backends are told both, and may put them into links and redirects.
        lower(var.http_host or ctx.host),
        var.aegis_forwarded_proto or var.scheme,
        shared_by,
        sharers_of(shared_by, ctx.identity),
        ctx.path,
        ctx.rewritten or "",
        ctx.query and "?" .. ctx.query or "",
    }
end

--- The name of the answer for this request's values of these headers.
function _M.variant(place, vary)
    if #vary == 0 then
        return place
    end
    local parts = { place }
    for i = 1, #vary do
        parts[#parts + 1] = vary[i]
        parts[#parts + 1] = var["http_" .. gsub(lower(vary[i]), "-", "_")] or ""
    end
    return store.name(parts)
end

return _M
