--- An app: its status, how its paths are read, its limits and plugins.

local policy = require "aegis.limits.policy"
local quotas = require "aegis.quotas.quota"
local registry = require "aegis.plugins.registry"
local set = require "aegis.lib.set"

local _M = {}

local function policies_of(document)
    local policies = {}
    for id, record in pairs(document.limits) do
        local compiled, problem = policy.compile(document.id, record)
        if not compiled then
            error("limit " .. id .. ": " .. problem, 0)
        end
        policies[id] = compiled
    end
    return policies
end

--- @return `{ by_id, applied = those that count every request, or nil }`; nil where the app has no quotas
local function quotas_of(document)
    local applied, by_id = {}, {}
    for _, record in ipairs(document.quotas or {}) do
        local quota, problem = quotas.compile(document.id, record)
        if not quota then
            error("quota " .. tostring(record.id) .. ": " .. problem, 0)
        end
        by_id[quota.id] = quota
        applied[#applied + 1] = quota.applies_to_app and quota or nil
    end
    return next(by_id) and { by_id = by_id, applied = applied[1] and applied }
end

--- Paths of the claims that the app's limits count by, in one order; nil where there are none.
local function counted_claims(document)
    local paths, seen = {}, {}
    for _, record in pairs(document.limits) do
        for i = 1, #record.by do
            local path = record.by[i]:match "^claim:(.+)$"
            if path and not seen[path] then
                seen[path] = true
                paths[#paths + 1] = path
            end
        end
    end
    table.sort(paths)
    return paths[1] and paths
end

--- Ids that the app does not know are attachments of a policy that was just deleted: nothing to apply.
function _M.pick(policies, ids, into)
    for i = 1, #ids do
        into[#into + 1] = policies[ids[i]]
    end
    return into
end

function _M.build(document)
    local policies = policies_of(document)
    local claims = counted_claims(document)
    local authorization = document.authorization or {}
    local trusted = authorization.trust_token_roles ~= false
    return {
        id = document.id,
        slug = document.slug,
        -- The follower overlays this field when an app is suspended, before it has fetched the document.
        status = document.status,
        path_options = {
            merge_slashes = document.path.merge_slashes == true,
            allow_encoded_slash = document.path.allow_encoded_slash == true,
        },
        key_param = document.api_key.query_param,
        forwards_key = document.api_key.forward == true,
        cache_generation = document.cache_generation,
        https = document.https,
        asserts = document.assertion == true,
        -- Whether the backend may get more lines than those that tell the identity.
        tells_more = document.api_key.forward == true or document.assertion == true,
        max_in_flight = document.max_in_flight,
        limit_headers = document.limit_headers == true,
        policies = policies,
        applied_ids = document.applied_limits,
        quotas = quotas_of(document),
        counted_claims = claims,
        -- Equal for two versions of an app that count by the same claims.
        counted_claims_key = claims and table.concat(claims, "\n"),
        tenancy = document.tenancy,
        trusts_token_roles = trusted,
        has_roles = authorization.roles == true,
        grants = authorization.grants == true,
        -- Whether callers have to be looked at as members: else a token's own words are all there is.
        membership = document.tenancy ~= nil or authorization.roles == true or not trusted,
        plugins = registry.instances(document.plugins),
        callouts = set.of(document.callouts),
    }
end

return _M
