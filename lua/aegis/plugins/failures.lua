--- Plugins that threw, for operators to see: the last message of each and how often, shared by the workers.

local json = require "aegis.lib.json"

local state = ngx.shared.aegis_state
local now = ngx.now

local _M = {}

local INDEX = "plugin failures"
local MAX_PLUGINS = 20
local MAX_MESSAGE = 500
-- A plugin that throws on every request must not keep shared memory busy with its message.
local NOTE_SECONDS = 1

local noted = {}

local function listed()
    return json.decode(state:get(INDEX) or "[]") or {}
end

local function key(name, version, what)
    return ("plugin failure %s %s %s"):format(what, version, name)
end

local function forget(record)
    state:delete(key(record.plugin, record.version, "count"))
    state:delete(key(record.plugin, record.version, "last"))
end

--- The newest version of a plugin takes the place of older ones.
local function list(name, version)
    local records = listed()
    for i = #records, 1, -1 do
        if records[i].plugin == name then
            if records[i].version == version then
                return
            end
            forget(table.remove(records, i))
        end
    end
    if #records == MAX_PLUGINS then
        forget(table.remove(records, 1))
    end
    records[#records + 1] = { plugin = name, version = version }
    state:set(INDEX, json.encode(records))
end

--- Bytes that no reader of JSON or of a terminal takes for something else.
local function printable(problem)
    return (tostring(problem):sub(1, MAX_MESSAGE):gsub("[^ -~]", "?"))
end

function _M.note(name, version, problem)
    state:incr(key(name, version, "count"), 1, 0)
    if noted[name] and now() < noted[name] then
        return
    end
    noted[name] = now() + NOTE_SECONDS
    list(name, version)
    local last = { message = printable(problem), at = ngx.time() }
    state:set(key(name, version, "last"), json.encode(last))
end

jit.off(_M.note, true)

--- Array of {plugin, version, message, count, at}; `count` since the gateway started.
function _M.list()
    local found = {}
    for _, record in ipairs(listed()) do
        local last = json.decode(state:get(key(record.plugin, record.version, "last")) or "")
        if last then
            record.message, record.at = last.message, last.at
            record.count = state:get(key(record.plugin, record.version, "count")) or 1
            found[#found + 1] = record
        end
    end
    return json.array(found)
end

return _M
