--- The ring of events by which the follower tells all workers what changed. A worker that fell behind the whole
-- ring finds a hole and looks at everything again.

local state = ngx.shared.aegis_state

local events = {}

local RING = 4096
--- Name of the event that stands for every document.
events.EVERYTHING = "*"

local function slot(number)
    return "event " .. number % RING
end

--- Number of the newest event.
function events.newest()
    return state:get("events") or 0
end

--- Tells every worker that this document changed.
function events.push(name)
    -- Two followers may overlap for a moment when one takes over: no number is given twice.
    local number = state:incr("events", 1, 0)
    state:set(slot(number), number .. " " .. name)
end

--- Name of the document of event `number`; nil when it is not written yet, or the ring has gone past it.
function events.read(number)
    local text = state:get(slot(number))
    local stored, name = (text or ""):match("^(%d+) (.+)$")
    return tonumber(stored) == number and name or nil
end

return events
