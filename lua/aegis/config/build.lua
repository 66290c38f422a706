--- Trusted text → the object that requests use. Each kind has its builder under `builders/`.

local names = require "aegis.config.names"
local verify = require "aegis.config.verify"

local pcall = pcall

local build = {}

local builders = {
    hosts = require("aegis.config.builders.hosts"),
    platform = require("aegis.config.builders.platform"),
    app = require("aegis.config.builders.app"),
    routes = require("aegis.config.builders.routes"),
    upstreams = require("aegis.config.builders.upstreams"),
    key = require("aegis.config.builders.key"),
    issuers = require("aegis.config.builders.issuers"),
    tenant = require("aegis.config.builders.tenant"),
    user = require("aegis.config.builders.user"),
    roles = require("aegis.config.builders.roles"),
    authorize = require("aegis.config.builders.authorize"),
    certificate = require("aegis.config.builders.certificate"),
    challenge = require("aegis.config.builders.challenge"),
    plugin = require("aegis.config.builders.plugin"),
}

--- Whether workers use documents of this kind (`nginx` is the agent's).
function build.knows(kind)
    return builders[kind] ~= nil
end

function build.kinds()
    return builders
end

--- The built object, or nil and why the content is refused. May yield in big documents.
function build.object(kind, id, text)
    local document, err = verify.decode(names.redis_key(names.of(kind, id)), text)
    if not document then
        return nil, err
    end
    local ok, object, problem = pcall(builders[kind].build, document, id)
    if not ok then
        return nil, tostring(object)
    end
    if object == nil then
        return nil, problem or "the builder gave nothing"
    end
    return object
end

return build
