--- Upstreams of an app by environment and name.

local client_certificate = require "aegis.config.builders.client_certificate"
local crypto = require "aegis.lib.crypto"
local hash_source = require "aegis.upstreams.balance.hash_source"
local ip = require "aegis.lib.ip"
local locations = require "aegis.config.builders.upstream_locations"
local path = require "aegis.lib.path"
local rendezvous = require "aegis.lib.rendezvous"
local slice = require "aegis.lib.slice"
local upstream_health = require "aegis.config.builders.upstream_health"

local format = string.format

local _M = {}

local default_ports = { http = 80, https = 443, grpc = 80, grpcs = 443 }
local schemes_with_tls = { https = true, grpcs = true }
local KEEP = { merge_slashes = false, allow_encoded_slash = true }

local function name_with_port(record)
    local name = record.host:find(":", 1, true) and "[" .. record.host .. "]" or record.host
    return record.port == default_ports[record.scheme] and name or format("%s:%d", name, record.port)
end

--- Host names end up in a header and in DNS questions: letters, digits, dots, hyphens, or an address.
local function check_host(host)
    if not ip.parse(host) and not host:find "^[%w_][%w_.-]*$" then
        error("target host " .. host .. " is neither a name nor an address", 0)
    end
end

local function prefix_of(record)
    if record.path == "" then
        return ""
    end
    local normal, reason = path.normalise(record.path, KEEP)
    return normal or error("target path: " .. reason, 0)
end

--- Whose connections a pool of kept TLS connections holds: they are used again for nothing else.
local function tls_owner(upstream, server_name, grpc)
    local verified = upstream.tls.verify and "verified" or "unverified"
    local mine = upstream.tls.client_certificate
    local shown = mine and crypto.hex(crypto.sha256(mine.chain .. mine.private_key)) or "-"
    return format("%s %s %s %s", verified, grpc and "grpc" or "http", shown, server_name)
end

local function target_of(record, upstream)
    check_host(record.host)
    local server_name = upstream.tls.server_name or record.host
    local tls = schemes_with_tls[record.scheme]
    local grpc = record.scheme:sub(1, 4) == "grpc"
    local host_text = name_with_port(record)
    return {
        host = record.host,
        port = record.port,
        weight = record.weight,
        path = prefix_of(record),
        host_text = host_text,
        server_name = tls and server_name or nil,
        tls_owner = tls and tls_owner(upstream, server_name, grpc),
        client = tls and client_certificate.build(upstream.tls.client_certificate) or nil,
        grpc = grpc,
        location = locations.of(record, upstream),
        repeat_location = locations.again(record, upstream),
        -- A request can only move on to targets that nginx would talk to in the same way.
        group = format("%s %s %s", record.scheme, tls and server_name or "", record.path),
        label = record.scheme .. "://" .. host_text,
    }
end

local methods = { weighted_round_robin = true, least_connections = true, consistent_hash = true }

--- A target that is listed twice is two for the hash.
local function seed_targets(targets)
    local seen = {}
    for i = 1, #targets do
        local label = targets[i].label .. targets[i].path
        seen[label] = (seen[label] or 0) + 1
        targets[i].seed = rendezvous.seed(seen[label] == 1 and label or label .. " " .. seen[label])
    end
end

local function hash_of(record, targets, breathe)
    if record.balance ~= "consistent_hash" then
        return nil
    end
    seed_targets(targets)
    return { source = hash_source.compile(record.hash_by), owners = rendezvous.owners(targets, breathe) }
end

--- Targets of the weight 0 take no requests.
local function targets_of(record)
    local targets = {}
    for i = 1, #record.targets do
        local target = target_of(record.targets[i], record)
        if target.weight > 0 then
            targets[#targets + 1] = target
        end
    end
    return targets
end

--- @param place `{ app_id, environment, name }`
local function upstream_of(place, record, breathe)
    local targets = targets_of(record)
    local timeouts = record.timeouts
    if not methods[record.balance] then
        error("unknown balance " .. tostring(record.balance), 0)
    end
    return {
        id = record.id,
        app_id = place.app_id,
        environment = place.environment,
        name = place.name,
        targets = targets,
        balance = record.balance,
        hash = hash_of(record, targets, breathe),
        connect = timeouts.connect_ms / 1000,
        send = timeouts.send_ms / 1000,
        read = timeouts.read_ms / 1000,
        sends_client_host = record.host_header == "client",
        verifies = record.tls.verify,
        retries = record.retries,
        retry_statuses = record.retry_answers and locations.retry_statuses[record.retry_answers.after],
        retry_budget_percent = record.retry_answers and record.retry_answers.budget_percent,
        buffers_requests = record.buffer_requests,
        health = upstream_health.health(record),
        circuit_breaker = upstream_health.breaker(record),
        max_in_flight = record.max_in_flight,
    }
end

function _M.build(document, app_id)
    local environments, breathe = {}, slice.new()
    for environment, upstreams in pairs(document.environments) do
        environments[environment] = {}
        for name, record in pairs(upstreams) do
            local place = { app_id = app_id, environment = environment, name = name }
            local ok, upstream = pcall(upstream_of, place, record, breathe)
            if not ok then
                error(format("upstream %s (%s): %s", name, environment, tostring(upstream)), 0)
            end
            environments[environment][name] = upstream
        end
    end
    return { environments = environments }
end

return _M
