--- Documents that this gateway refused, by name, until a good one took their place.

local json = require "aegis.lib.json"

local state = ngx.shared.aegis_state

local refusals = {}

local PREFIX = "refusal "
-- More would not fit into a heartbeat that somebody reads.
local MAX_LISTED = 50
local INDEX = "refusals"

local function listed()
    return json.decode(state:get(INDEX) or "[]") or {}
end

local function listed_without(name)
    local list = listed()
    for i = #list, 1, -1 do
        if list[i].document == name then
            table.remove(list, i)
        end
    end
    return list
end

local function save(list)
    state:set(INDEX, json.encode(json.array(list)))
    state:incr("refusals_version", 1, 0)
end

function refusals.note(name, revision, reason)
    local known = state:get(PREFIX .. name)
    if known == reason then
        return
    end
    ngx.log(ngx.WARN, "configuration: refused ", name, " of revision ", revision, ": ", reason)
    state:set(PREFIX .. name, reason)
    local list = listed_without(name)
    list[#list + 1] = { document = name, revision = revision, reason = reason, at = ngx.time() }
    if #list > MAX_LISTED then
        state:delete(PREFIX .. table.remove(list, 1).document)
    end
    save(list)
end

function refusals.clear(name)
    if not state:get(PREFIX .. name) then
        return
    end
    state:delete(PREFIX .. name)
    save(listed_without(name))
end

--- Why the newest text of a document was refused; nil when it was not.
function refusals.of(name)
    return state:get(PREFIX .. name)
end

--- Array of {document, revision, reason, at}, oldest first.
function refusals.list()
    return json.array(listed())
end

--- Changes whenever the list does.
function refusals.version()
    return state:get("refusals_version") or 0
end

return refusals
