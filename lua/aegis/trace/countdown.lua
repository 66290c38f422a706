--- When the next request of a site is kept. The log phase subtracts one from `left` for every request and looks
-- further only when nothing is left; all else happens here.
-- A countdown: `app_id`, `environment`, `left`, `first` (how many of the site's first requests are still to be kept),
-- `listened` (whether somebody watches the app's live log).

local random = math.random

local _M = {}

local FIRST_REQUESTS = 100
-- One in a hundred, at distances that no regular traffic falls in with.
local MAX_DISTANCE = 199

--- App id → set of its countdowns, as long as their sites live.
local by_app = setmetatable({}, { __mode = "v" })
local listened = {}

--- @param place `{ app_id, environment }`
function _M.new(place)
    local app_id = place.app_id
    local siblings = by_app[app_id] or setmetatable({}, { __mode = "k" })
    local countdown = {
        app_id = app_id,
        environment = place.environment,
        left = 0,
        first = FIRST_REQUESTS,
        listened = listened[app_id] == true,
        siblings = siblings,
    }
    siblings[countdown] = true
    by_app[app_id] = siblings
    return countdown
end

--- Why the request at which nothing was left is kept; and how many go by before the next.
function _M.turn(countdown)
    if countdown.environment == "development" then
        countdown.left = 0
        return "development"
    elseif countdown.first > 0 then
        countdown.first = countdown.first - 1
        countdown.left = 0
        return "first"
    elseif countdown.listened then
        countdown.left = 0
        return "listened"
    end
    countdown.left = random(MAX_DISTANCE)
    return "chance"
end

return _M
