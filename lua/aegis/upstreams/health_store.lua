--- What the workers of a gateway tell one another about targets, in shared memory. Nothing here is read while a request
-- is served: each worker takes over what changed (`watches.lua`). Moments are of the monotonic clock, which is the same
-- in all workers.

local monotonic_ms = require("aegis.lib.clock").monotonic_ms

local dict = ngx.shared.aegis_upstreams

local _M = {}

-- What nobody has looked at for so long is no knowledge any more.
local FORGET_SECONDS = 3600

--- Grows with every change; of all upstreams, or of one.
function _M.version(upstream_id)
    return dict:get(upstream_id and "version " .. upstream_id or "version") or 0
end

function _M.changed(upstream_id)
    dict:incr("version " .. upstream_id, 1, 0)
    dict:incr("version", 1, 0)
end

--- Counts a failed request. @return whether there were too many of them
function _M.count_failure(state, passive)
    local key = "failures " .. state.key
    local count = dict:incr(key, 1, 0, passive.window_ms / 1000)
    if not count or count < passive.failures then
        return false
    end
    dict:delete(key)
    return true
end

--- What happened last, for those who ask why.
function _M.note_reason(state, reason)
    dict:set("reason " .. state.key, reason, FORGET_SECONDS)
end

function _M.eject(upstream_id, state, milliseconds)
    dict:set("ejected " .. state.key, monotonic_ms() + milliseconds, milliseconds / 1000)
    _M.changed(upstream_id)
end

--- @param seconds for which it stays known without another failed check
function _M.take_down(upstream_id, state, seconds)
    dict:set("down " .. state.key, true, seconds)
    _M.changed(upstream_id)
end

--- A further failed check: still down.
function _M.keep_down(state, seconds)
    dict:set("down " .. state.key, true, seconds)
end

--- @param warm_ms how long its share grows, or nil
function _M.bring_back(upstream_id, state, warm_ms)
    dict:delete("down " .. state.key)
    _M.warm(upstream_id, state, warm_ms)
end

function _M.warm(upstream_id, state, warm_ms)
    if warm_ms then
        dict:set("warm " .. state.key, monotonic_ms(), warm_ms / 1000)
    end
    _M.changed(upstream_id)
end

--- Results of active checks in a row: above 0 good ones, below 0 bad ones.
function _M.count_check(state, good)
    local key = "checks " .. state.key
    local count = dict:get(key) or 0
    if good then
        count = count > 0 and count + 1 or 1
    else
        count = count < 0 and count - 1 or -1
    end
    dict:set(key, count, FORGET_SECONDS)
    return count
end

--- Takes over what the other workers found out.
function _M.read(state)
    state.down = dict:get("down " .. state.key) or false
    state.ejected_until = dict:get("ejected " .. state.key) or state.ejected_until
    state.warm_from = dict:get("warm " .. state.key) or state.warm_from
    state.reason = dict:get("reason " .. state.key)
end

--- Whether one task of the whole gateway is this worker's for so many seconds.
function _M.claim(task, seconds)
    return dict:add("task " .. task, true, seconds) == true
end

--- The task was not done: somebody else may.
function _M.give_back(task)
    dict:delete("task " .. task)
end

--- Remembers which targets an upstream has. @return set of those it had before, or nil where it is new
function _M.exchange_targets(upstream_id, keys)
    local name = "targets " .. upstream_id
    local known = dict:get(name)
    dict:set(name, table.concat(keys, "\n"))
    if not known then
        return nil
    end
    local set = {}
    for key in known:gmatch "[^\n]+" do
        set[key] = true
    end
    return set
end

--- Whether a report says something new, or is due again. @param seconds between two that say the same
function _M.report_is_news(upstream_id, text, seconds)
    local name = "report " .. upstream_id
    if dict:get(name) == text then
        return false
    end
    dict:set(name, text, seconds)
    return true
end

--- The report did not arrive.
function _M.forget_report(upstream_id)
    dict:delete("report " .. upstream_id)
end

return _M
