--- Second tier: what the workers of this gateway know together, as texts in shared memory.

local record = require "aegis.authorize.record"

local max = math.max

local _M = {}

local shared = ngx.shared.aegis_callouts

--- @param digest of the record's name
function _M.get(digest)
    local text = shared:get(digest)
    return text and record.read(text)
end

--- When it is full, what is needed least leaves: every record can be asked for again.
function _M.put(digest, one)
    shared:set(digest, one.text, max(0.001, one.stale_until - ngx.now()))
end

return _M
