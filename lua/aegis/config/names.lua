--- Names of documents and of Redis keys; the other side is contracts/src/redis-keys.ts.

local concat = table.concat

local names = {}

local ROOT = "aegis:1:"

names.head = ROOT .. "{cfg}:head"
names.changes = ROOT .. "{cfg}:changes"
names.reports = ROOT .. "reports"
names.gateways = ROOT .. "gateways"
--- Stream: an issuer's key set may have changed.
names.refreshes = ROOT .. "refreshes"
--- Stream: what gateways tell the admin about quotas.
names.quotas = ROOT .. "quotas"

--- Number of shards of the host index; part of the format.
names.HOST_SHARDS = 32
names.MAX_DOCUMENT_BYTES = 2 * 1024 * 1024

local document_prefix = ROOT .. "{cfg}:doc:"

--- Redis key of a document, also what its signature is bound to.
function names.redis_key(name)
    return document_prefix .. name
end

function names.gateway(id)
    return ROOT .. "gateway:" .. id
end

--- Hash: what each gateway knows about an upstream's targets.
function names.upstream_health(app_id, upstream_id)
    return ROOT .. "{" .. app_id .. "}:upstream:" .. upstream_id
end

--- Redis key of a callout's answer, in the state role.
function names.callout(app_id, digest)
    return ROOT .. "{" .. app_id .. "}:callout:" .. digest
end

function names.of(kind, id)
    return concat({ kind, id }, ":")
end

--- kind and id of a name, or nil for what no name looks like.
function names.split(name)
    return name:match("^(%l+):([%w_.-]+)$")
end

return names
