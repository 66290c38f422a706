--- The second tier: signed texts in shared memory, each marked with the generation in which it was known to be new.
-- A gap in the change stream begins a new generation: every text must be looked at again, and still serves while
-- Redis is away. Generation 0 came from the file of documents and is not verified yet.

local floors = require "aegis.config.floors"
local names = require "aegis.config.names"
local verify = require "aegis.config.verify"

local documents = ngx.shared.aegis_documents
local state = ngx.shared.aegis_state

local texts = {}

function texts.generation()
    return state:get("generation") or 1
end

--- The text that may be served without asking Redis: revision, JSON text; nil when there is none.
function texts.fresh(name)
    local envelope, generation = documents:get(name)
    if not envelope or (generation or 0) ~= texts.generation() then
        return nil
    end
    local revision, text_at = verify.revision(envelope)
    if revision < floors.of(name) then
        return nil
    end
    return revision, envelope:sub(text_at)
end

--- The last good text, whatever its age, for when Redis is away: revision, JSON text; nil when there is none.
function texts.last_good(name)
    local envelope, generation = documents:get(name)
    if not envelope then
        return nil
    end
    if (generation or 0) == 0 then
        return verify.open(names.redis_key(name), envelope)
    end
    local revision, text_at = verify.revision(envelope)
    return revision, envelope:sub(text_at)
end

function texts.has(name)
    return documents:get(name) ~= nil
end

--- Revision of the text that this gateway already believes in the present epoch; 0 when there is none.
local function believed_revision(name)
    local stored, generation = documents:get(name)
    generation = generation or 0
    if not stored or generation < (state:get("epoch_generation") or 0) then
        return 0
    end
    if generation == 0 then
        return (verify.open(names.redis_key(name), stored)) or 0
    end
    return (verify.revision(stored))
end

--- Why a text of this revision may not be used, or nil when it may.
function texts.refusal(name, revision)
    if revision < floors.of(name) then
        return "older than a change that this gateway has seen"
    elseif revision < believed_revision(name) then
        return "older than what this gateway has"
    end
    return nil
end

--- Keeps a verified and built text. @param generation the one in which its fetch began
function texts.keep(name, envelope, generation)
    local ok, err, forced = documents:set(name, envelope, 0, generation)
    if not ok then
        ngx.log(ngx.WARN, "documents: ", name, " does not fit into shared memory: ", err)
    elseif forced then
        state:incr("documents_evicted", 1, 0)
    end
    state:incr("documents_version", 1, 0)
end

return texts
