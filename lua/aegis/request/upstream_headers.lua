--- What the backend is told about the caller: variables that nginx.conf turns into headers. Headers of these names
-- that the client sent never pass, because nginx.conf sets every one of them.

local var = ngx.var

local _M = {}

function _M.set(ctx)
    local identity = ctx.identity
    var.aegis_app = ctx.app.slug
    var.aegis_environment = ctx.environment
    if identity.key_id ~= "" then
        var.aegis_key_id = identity.key_id
    end
    if identity.tenant ~= "" then
        var.aegis_tenant = identity.tenant
    end
    if ctx.app.forwards_key and ctx.api_key then
        var.aegis_api_key = ctx.api_key
    end
    var.aegis_host = ctx.plan.pool.upstream.sends_client_host and ctx.host or ctx.endpoint.target.host_text
end

return _M
