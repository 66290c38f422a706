--- What a document may not fall behind: the lowest revision that may be inserted, and facts that act before the
-- document itself is fetched. Shared by the workers, written by the follower.

local dict = ngx.shared.aegis_floors

local floors = {}

--- Lowest revision of this document that is still believed.
function floors.of(name)
    return dict:get(name) or 0
end

--- `revoked`, `suspended` or nil.
function floors.fact(name)
    return dict:get("fact " .. name)
end

function floors.raise(name, revision, fact)
    if revision > floors.of(name) then
        dict:set(name, revision)
    end
    if fact then
        dict:set("fact " .. name, fact)
    else
        dict:delete("fact " .. name)
    end
end

--- After an operator restored an older state lower revisions are believed again.
function floors.forget()
    dict:flush_all()
end

return floors
