--- One thing that is known of a callout's answer, under a name that says of what: a decision, or the permissions of a
-- user. As a table in a worker, as text in shared memory and in Redis.
-- Fields: `allowed` and `reason`, or `permissions`; `expires` and `stale_until` (seconds since 1970); `text`; `verdict`
-- (of a refusal).

local json = require "aegis.lib.json"
local permission_set = require "aegis.lib.permission_set"

local _M = {}

-- No answer is good for longer than an hour or usable for longer than another day (`contracts`): what says so comes
-- from a clock that jumped.
local MAX_LIFE_SECONDS = 3600 + 86400 + 60

--- @param reason text or nil
function _M.refusal(reason)
    return { code = "permission_denied", detail = reason }
end

local function built(fields, text)
    local record = {
        expires = fields.expires,
        stale_until = fields.stale_until,
        allowed = fields.allowed,
        reason = fields.reason,
        text = text,
    }
    if fields.permissions then
        record.permissions = permission_set.of(fields.permissions)
    elseif fields.allowed == false then
        record.verdict = _M.refusal(fields.reason)
    end
    return record
end

--- @param fields `{ allowed, reason?, expires, stale_until }` or `{ permissions (texts), expires, stale_until }`
function _M.new(fields)
    if fields.permissions then
        fields.permissions = json.array(fields.permissions)
    end
    local text = json.encode(fields)
    return _M.read(text)
end

local function is_whole(fields)
    return type(fields) == "table"
        and type(fields.expires) == "number"
        and type(fields.stale_until) == "number"
        and (type(fields.allowed) == "boolean" or type(fields.permissions) == "table")
end

--- @return record; nil for what is none, is over, or would be good for too long
function _M.read(text)
    local fields = json.decode(text)
    if not is_whole(fields) then
        return nil
    end
    local now = ngx.now()
    if fields.stale_until <= now or fields.stale_until > now + MAX_LIFE_SECONDS then
        return nil
    end
    return built(fields, text)
end

return _M
