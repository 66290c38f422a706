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
local answer_header = ngx.header

local _M = {}

--- What stands between the two numbers that every request changes; kept at the policy for as long as it is the same.
-- Of fixed words and quoted names only (`limits/policy.lua`).
local function renew(policy, header, seconds)
    policy.told_header, policy.told_seconds = header, seconds
    policy.told_between = format(
        ";t=%d\r\nRateLimit-Policy: %s\r\nX-RateLimit-Limit: %s\r\nX-RateLimit-Reset: %d\r\nX-RateLimit-Remaining: ",
        seconds, header, policy.amount_text, seconds
    )
end

local function put_limit(policies, policy, left, seconds)
    if policy.told_seconds ~= seconds or policy.told_header ~= policies.header then
        renew(policy, policies.header, seconds)
    end
    text(policy.state_line)
    decimal(left)
    text(policy.told_between)
    decimal(left)
end

--- HTTP/2 frames every header by itself.
local function set_headers(policies, policy, left, seconds)
    answer_header["RateLimit-Policy"] = policies.header
    answer_header["RateLimit"] = format("%s%d;t=%d", policy.state_header, left, seconds)
    answer_header["X-RateLimit-Limit"] = policy.amount_text
    answer_header["X-RateLimit-Remaining"] = format("%d", left)
    answer_header["X-RateLimit-Reset"] = format("%d", seconds)
end

--- Reads `ctx.told_policy` (the tightest one, or false), `ctx.told_policies`, `ctx.told_left` and `ctx.told_seconds`.
function _M.set(ctx)
    local policy = ctx.told_policy
    line_buffer.begin()
    tracing.put_id(ctx)
    if policy then
        if nginx_variable.is_set "http2" then
            set_headers(ctx.told_policies, policy, ctx.told_left, ctx.told_seconds)
        else
            put_limit(ctx.told_policies, policy, ctx.told_left, ctx.told_seconds)
        end
    end
    line_buffer.assign "aegis_told"
end

return _M
