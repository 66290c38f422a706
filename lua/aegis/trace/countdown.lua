--- When the next request of an app environment is kept. The log phase subtracts one from `left` for every request and
-- looks further only when nothing is left; all else happens here.
-- A countdown: `app_id`, `environment`, `left`, `ahead` (the same for requests that are about to be forwarded, where
-- spans are sent), `first` (how many of the first requests are still to be kept), `listened` (whether somebody watches
-- the app's live log).

local generations = require "aegis.lib.generations"

local random = math.random

local _M = {}

local FIRST_REQUESTS = 100
-- One in a hundred, at distances that no regular traffic falls in with.
local MAX_DISTANCE = 199

--- App id → its countdowns by environment, as long as one of its sites lives.
local by_app = setmetatable({}, { __mode = "v" })
local listened = {}
--- App environment → how many of its first requests are still to be kept. Outlives the sites: where many apps come and
-- go in a worker's memory, each of them would begin anew.
local firsts = generations.new(20000)

local function name_of(app_id, environment)
    return app_id .. " " .. environment
end

local function new(app_id, environment, siblings)
    return {
        app_id = app_id,
        environment = environment,
        left = 0,
        ahead = 0,
        first = firsts:get(name_of(app_id, environment)) or FIRST_REQUESTS,
        listened = listened[app_id] == true,
        siblings = siblings,
    }
end

--- The one of an app environment, whatever its number of hosts.
-- @param place `{ app_id, environment }`
function _M.of(place)
    local app_id, environment = place.app_id, place.environment
    local siblings = by_app[app_id]
    if not siblings then
        siblings = {}
        by_app[app_id] = siblings
    end
    siblings[environment] = siblings[environment] or new(app_id, environment, siblings)
    return siblings[environment]
end

--- From now on every request of these apps is due.
-- @param apps set of app ids
function _M.listen(apps)
    local before = listened
    listened = apps
    for app_id, siblings in pairs(by_app) do
        if apps[app_id] ~= before[app_id] then
            for _, countdown in pairs(siblings) do
                countdown.listened = apps[app_id] == true
                countdown.left, countdown.ahead = 0, 0
            end
        end
    end
end

--- Why the request at which nothing was left is kept; and how many go by before the next.
-- @param which "left" or "ahead"
function _M.turn(countdown, which)
    countdown[which] = 0
    if countdown.environment == "development" then
        return "development"
    elseif countdown.first > 0 then
        countdown.first = countdown.first - 1
        firsts:set(name_of(countdown.app_id, countdown.environment), countdown.first)
        return "first"
    elseif countdown.listened then
        return "listened"
    end
    countdown[which] = random(MAX_DISTANCE)
    return "chance"
end

--- Its turn has come, and is left out: another count decides.
function _M.pass(countdown)
    countdown.left = random(MAX_DISTANCE)
end

return _M
