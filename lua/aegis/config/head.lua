--- The signed head tells which state of the configuration a store holds. A store without one, or with one older
-- than what this gateway has seen, is not a configuration: it was emptied, rolled back or swapped.

local names = require "aegis.config.names"
local verify = require "aegis.config.verify"

local state = ngx.shared.aegis_state

local head = {}

local last_text, last_value, last_problem

local function whole(value)
    return type(value) == "number" and value >= 0 and value % 1 == 0
end

local function parse(text)
    local revision, json_text = verify.open(names.head, text)
    if not revision then
        return nil, "the head is refused: " .. json_text
    end
    local value, err = verify.decode(names.head, json_text)
    if not value then
        return nil, "the head is refused: " .. err
    end
    if not (whole(value.term) and whole(value.epoch) and whole(value.time) and value.revision == revision) then
        return nil, "the head is refused: it lacks term, epoch, revision or time"
    end
    return value
end

--- The head inside a signed text; remembered, since the same text comes with every fetch.
local function open(text)
    if text ~= last_text then
        last_value, last_problem = parse(text)
        last_text = text
    end
    return last_value, last_problem
end

--- {epoch, revision, term, time} that this gateway has reached, or nil before the first.
function head.known()
    local epoch = state:get("epoch")
    if not epoch then
        return nil
    end
    return {
        epoch = epoch,
        revision = state:get("revision"),
        term = state:get("term"),
        time = state:get("time"),
    }
end

--- Whether a store with this head may be believed.
-- @param text value of the head's key, false when there is none
-- @return {term, epoch, revision, time}, or nil and the reason
function head.check(text)
    if not text then
        return nil, "the store holds no configuration"
    end
    local value, problem = open(text)
    if not value then
        return nil, problem
    end
    local epoch, revision = state:get("epoch"), state:get("revision")
    if not epoch then
        return value
    end
    local same_epoch = value.epoch == epoch
    if value.epoch < epoch or same_epoch and (value.revision < revision or value.term < state:get("term")) then
        return nil, ("the store holds an older state: epoch %d, revision %d, term %d"):format(
            value.epoch, value.revision, value.term
        )
    end
    return value
end

--- Remembers what the gateway has reached. Only the follower calls it, and `init` with the head of its own file.
function head.reach(value, revision)
    state:set("term", value.term)
    state:set("time", value.time)
    state:set("revision", revision)
    -- Last: another worker takes a known epoch as the sign that the rest is there.
    state:set("epoch", value.epoch)
end

--- The signed text of the newest head, for the file of documents in use.
function head.keep(text)
    state:set("head", text)
end

function head.kept()
    return state:get("head")
end

return head
