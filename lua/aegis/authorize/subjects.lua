--- About whom a callout is asked, and under which names its answers are kept. App, environment, tenant, user, roles and
-- the generations of all purges that concern them are part of every name: a purge makes other names, and what was
-- answered before is never found again, in no tier. Parts are length-prefixed, so that no two lists make the same text.

local crypto = require "aegis.lib.crypto"
local permission = require "aegis.lib.permission"

local concat = table.concat

local _M = {}

local weak = { __mode = "k" }

--- Settings as built → identity → subject. A purge or a new setting builds anew, so everything here is made again.
local subjects_of = setmetatable({}, weak)

local function name_of(parts)
    local text = {}
    for i = 1, #parts do
        text[i] = #parts[i] .. ":" .. parts[i]
    end
    return crypto.hex(crypto.sha256(concat(text)))
end

local function generations_of(purges, tenant, user)
    local of_tenant = purges.users_of[tenant]
    return purges.tenants[tenant] or "", purges.users[user] or "", of_tenant and of_tenant[user] or ""
end

--- Lists of permissions may hold anything that a purged pattern means.
local function list_generations(purges)
    local generations = {}
    for i = 1, #purges.permissions do
        generations[i] = purges.permissions[i].generation
    end
    return concat(generations, ",")
end

local function compose(settings, identity)
    local of_tenant, of_user, of_both = generations_of(settings.purges, identity.tenant, identity.user)
    local name = name_of {
        settings.id, settings.generation, of_tenant, of_user, of_both,
        identity.tenant, identity.user, identity.roles,
    }
    return {
        name = name,
        list_name = name .. " permissions " .. list_generations(settings.purges),
        places = setmetatable({}, weak),
    }
end

--- @return `{ name, list_name, places }`
function _M.find(settings, identity)
    local subjects = subjects_of[settings]
    if not subjects then
        subjects = setmetatable({}, weak)
        subjects_of[settings] = subjects
    end
    local subject = subjects[identity]
    if not subject then
        subject = compose(settings, identity)
        subjects[identity] = subject
    end
    return subject
end

local function permission_generations(purges, demand)
    local generations = {}
    for i = 1, #purges.permissions do
        if permission.may_cover(purges.permissions[i].pattern, demand) then
            generations[#generations + 1] = purges.permissions[i].generation
        end
    end
    return concat(generations, ",")
end

local function place_of(settings, route)
    local generations = permission_generations(settings.purges, route.demand)
    return name_of { route.demand.text, route.pattern, generations }
end

--- What the names of a subject's decisions about a route begin with; method and path follow.
function _M.prefix(settings, subject, route)
    local prefix = subject.places[route]
    if not prefix then
        prefix = subject.name .. " " .. place_of(settings, route) .. " "
        subject.places[route] = prefix
    end
    return prefix
end

--- What a name is called outside of this worker.
function _M.digest(name)
    return crypto.hex(crypto.sha256(name))
end

jit.off(compose, true)
jit.off(place_of, true)

return _M
