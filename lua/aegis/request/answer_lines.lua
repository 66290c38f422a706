--- What every answer says about its request: the request's id and, where limits apply, how much they leave
-- (draft-ietf-httpapi-ratelimit-headers, and the X-RateLimit trio that older clients read).
--
-- Over HTTP/1 the limit's headers are further lines of the one header that nginx adds anyway. Setting five headers
-- from Lua costs more than everything else that a limit does.

local line_buffer = require "aegis.lib.line_buffer"
local nginx_variable = require "aegis.lib.nginx_variable"
local tracing = require "aegis.request.tracing"

local decimal, text = line_buffer.decimal, line_buffer.text
local format = string.format
local header = ngx.header

local _M = {}

--- Where `HTTP/1.1` says which it is.
local VERSION, ONE = 5, 49

--- What stands between the numbers; of fixed words and quoted names only (`limits/policy.lua`).
local function fixed_lines(policies, policy)
    local lines = "\r\nRateLimit-Policy: "
        .. policies.header
        .. "\r\nX-RateLimit-Limit: "
        .. policy.amount_text
        .. "\r\nX-RateLimit-Reset: "
    policies.lines[policy] = lines
    return lines
end

jit.off(fixed_lines)

local function put_limit(policies, policy, left, seconds)
    text "\r\nRateLimit: "
    text(policy.state_header)
    decimal(left)
    text ";t="
    decimal(seconds)
    text(policies.lines[policy] or fixed_lines(policies, policy))
    decimal(seconds)
    text "\r\nX-RateLimit-Remaining: "
    decimal(left)
end

--- HTTP/2 frames every header by itself.
local function set_headers(policies, policy, left, seconds)
    header["RateLimit-Policy"] = policies.header
    header["RateLimit"] = format("%s%d;t=%d", policy.state_header, left, seconds)
    header["X-RateLimit-Limit"] = policy.amount_text
    header["X-RateLimit-Remaining"] = format("%d", left)
    header["X-RateLimit-Reset"] = format("%d", seconds)
end

--- Reads `ctx.told_policy` (the tightest one, or false), `ctx.told_policies`, `ctx.told_left` and `ctx.told_seconds`.
function _M.set(ctx)
    local policy = ctx.told_policy
    line_buffer.begin()
    tracing.put_id(ctx)
    if policy then
        if nginx_variable.byte("server_protocol", VERSION) == ONE then
            put_limit(ctx.told_policies, policy, ctx.told_left, ctx.told_seconds)
        else
            set_headers(ctx.told_policies, policy, ctx.told_left, ctx.told_seconds)
        end
    end
    line_buffer.assign "aegis_answer_lines"
end

return _M
