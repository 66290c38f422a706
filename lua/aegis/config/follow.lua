--- One worker follows the change stream. It believes entries that are signed and follow one another without a gap;
-- the head of the store, read in the same round trip, tells when something is missing or the store is another one.

local change = require "aegis.config.change"
local events = require "aegis.config.events"
local floors = require "aegis.config.floors"
local head = require "aegis.config.head"
local leader = require "aegis.config.leader"
local names = require "aegis.config.names"
local redis = require "aegis.lib.redis"
local refusals = require "aegis.config.refusals"
local settings = require "aegis.config.settings"
local texts = require "aegis.config.texts"

local exiting = ngx.worker.exiting
local log, WARN = ngx.log, ngx.WARN
local sleep = ngx.sleep
local state = ngx.shared.aegis_state

local follow = {}

local BLOCK_MS = 1000
local COUNT = 100
-- A Redis that stands still is noticed after this; longer than the server may block.
local TIMEOUTS = { connect_ms = 500, send_ms = 500, read_ms = 2500 }
local LOOK_SECONDS = 0.25
local RETRY_MIN_SECONDS, RETRY_MAX_SECONDS = 0.1, 1
-- A session ends by itself now and then, so that nginx frees what its connection used.
local TURNS_PER_SESSION = 1000

local function new_generation()
    local generation = texts.generation() + 1
    state:set("generation", generation)
    return generation
end

local function gap(value, reason)
    log(WARN, "configuration: everything is looked at again: ", reason)
    new_generation()
    events.push(events.EVERYTHING)
    head.reach(value, value.revision)
end

local function new_epoch(value)
    floors.forget()
    state:set("epoch_generation", texts.generation() + 1)
    gap(value, "an operator restored an older state, epoch " .. value.epoch)
end

local function reach(value, revision)
    head.reach({ epoch = value.epoch, term = value.term, time = value.time }, revision)
end

--- @return true when the entry was the next one and was applied
local function take(entry, value, position)
    local revision, found, problem = change.read(entry)
    if not found then
        refusals.note("change:" .. revision, revision, problem)
        return false
    end
    if found.epoch ~= value.epoch or found.previous ~= position then
        return false
    end
    change.apply(found)
    reach(value, revision)
    return true, revision
end

--- @return revision reached, or nil when an entry is missing, refused or of another epoch
local function take_all(entries, value, position)
    for i = 1, #entries do
        local ok, revision = take(entries[i], value, position)
        if not ok then
            return nil
        end
        position = revision
        leader.hold()
    end
    return position
end

--- Takes the head for the state of the store. @return it, or nil when the store is not to be believed
local function accept(text)
    local value, problem = head.check(text)
    if not value then
        state:set("store_problem", problem)
        return nil
    end
    state:set("store_seen", ngx.now())
    state:delete("store_problem")
    head.keep(text)
    local known = head.known()
    if not known then
        head.reach(value, value.revision)
    elseif value.epoch > known.epoch then
        new_epoch(value)
    else
        reach(value, known.revision)
    end
    return value
end

local function changes_of(reply)
    return reply and reply[1] and reply[1][2] or {}
end

local function read(client, position)
    local commands = { { "GET", names.head } }
    if position then
        local id = ("%d-0"):format(position)
        commands[2] = { "XREAD", "COUNT", COUNT, "BLOCK", BLOCK_MS, "STREAMS", names.changes, id }
    end
    local replies, err = client:pipeline(commands)
    if not replies then
        return nil, err
    end
    for i = 1, #replies do
        if type(replies[i]) == "table" and replies[i].err then
            return nil, replies[i].err
        end
    end
    return replies[1], changes_of(replies[2])
end

--- One round trip. @return true, or nil and why the connection is of no use any more
local function turn(client)
    local before = head.known()
    local position = before and before.revision
    local text, entries = read(client, position)
    if text == nil then
        return nil, entries
    end
    local value = accept(text)
    if not value then
        sleep(LOOK_SECONDS)
        return true
    end
    if not before or value.epoch ~= before.epoch then
        return true
    end
    local reached = take_all(entries, value, position)
    if not reached or reached < value.revision and #entries < COUNT then
        gap(value, "the change stream has a gap before revision " .. value.revision)
        sleep(LOOK_SECONDS) -- a stream that stays broken must not keep us busy
    end
    return true
end

local function session()
    local client, err = redis.connect(settings.redis_config, TIMEOUTS)
    if not client then
        return nil, err
    end
    for _ = 1, TURNS_PER_SESSION do
        local ok
        ok, err = turn(client)
        if not ok then
            client:close()
            return nil, err
        end
        if exiting() or not leader.hold() then
            break
        end
    end
    client:close()
    return true
end

local again

local failures = 0

local function pause(err)
    failures = failures + 1
    if failures == 1 then
        log(WARN, "configuration: the store is away: ", err)
    end
    state:set("store_problem", err)
    local longest = math.min(RETRY_MAX_SECONDS, RETRY_MIN_SECONDS * 2 ^ failures)
    return longest * (0.5 + math.random() / 2)
end

local function run(premature)
    if premature or exiting() then
        leader.release()
        return
    end
    if not leader.hold() then
        return again(LOOK_SECONDS)
    end
    local ok, done, err = pcall(session)
    if ok and done then
        failures = 0
        return again(0)
    end
    again(pause(ok and err or done))
end

function again(seconds)
    local ok, err = ngx.timer.at(seconds, run)
    if not ok and err ~= "process exiting" then
        log(ngx.ERR, "configuration: no timer for the follower: ", err)
    end
end

--- Every worker calls this once; the one that holds the lock follows.
function follow.start()
    again(0)
end

return follow
