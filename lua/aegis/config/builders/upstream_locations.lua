--- Which locations of nginx.conf forward to a target: nginx takes no variables for what tells them apart.

local format = string.format

local _M = {}

-- `RetryAnswers` of the contracts; each is a location of its own.
_M.retry_statuses = {
    unavailable = { [503] = true },
    gateway_errors = { [502] = true, [503] = true, [504] = true },
    server_errors = { [500] = true, [502] = true, [503] = true, [504] = true },
}

-- Its requests are POST, and never sent again.
local grpc = { grpc = true, grpcs = true }

--- Where requests go that may be sent again after an answer; nil where none may.
function _M.again(record, upstream)
    local retries = upstream.retry_answers
    if not retries or grpc[record.scheme] then
        return nil
    elseif not _M.retry_statuses[retries.after] then
        error("unknown answers to try again after: " .. tostring(retries.after), 0)
    end
    local protocol = record.scheme == "https" and (upstream.tls.verify and "https_verified" or "https_unverified")
    return format("@%s_again_%s", protocol or "http", retries.after)
end

--- The location of `nginx.conf` that forwards to such a target; nil is the entry location itself.
function _M.of(record, upstream)
    local buffered = upstream.buffer_requests and "_buffered" or ""
    if record.scheme == "grpc" then
        return "@grpc"
    elseif record.scheme == "grpcs" then
        return "@grpcs_" .. (upstream.tls.verify and "verified" or "unverified")
    end
    if record.scheme == "https" then
        return format("@https_%s%s", upstream.tls.verify and "verified" or "unverified", buffered)
    end
    return upstream.buffer_requests and "@http_buffered" or nil
end

return _M
