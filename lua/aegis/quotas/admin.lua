--- What the admin hears from gateways about quotas: that a ledger has to be seeded from what is stored of usage, and
-- that a counter reached a share of its quota. The admin does each once, however often it is told.

local json = require "aegis.lib.json"
local names = require "aegis.config.names"

local asked = ngx.shared.aegis_state

local _M = {}

local ASK_SECONDS = 1
local MAX_ENTRIES = 100000

local function command(field, value)
    return { "XADD", names.quotas, "MAXLEN", "~", MAX_ENTRIES, "*", field, json.encode(value) }
end

--- Asks for a seed, at most once a second from this gateway.
function _M.ask(client, quota)
    if asked:add("quota:" .. quota.app_id .. quota.ledger, true, ASK_SECONDS) then
        client:command(unpack(command("seed", { app_id = quota.app_id, quota_id = quota.id })))
    end
end

--- @return the highest share that was reached, in percent: 0, 80, 90 or 100. A hard quota without room is used up, also
-- where a part of it was leased and lost.
local function share_of(counter)
    local used, amount = counter.fleet_used, counter.amount
    if counter.quota.hard and counter.refused_until > 0 and counter.fleet_held >= amount then
        return 100
    elseif used * 100 < amount * 80 then
        return 0
    end
    return used >= amount and 100 or used * 100 >= amount * 90 and 90 or 80
end

--- @return counter and share, where this worker has not told of it yet; else nil
function _M.reached(counter)
    local share = share_of(counter)
    return share > counter.told and { counter = counter, share = share } or nil
end

--- Tells of every share since the last that was told.
function _M.tell(client, list)
    local commands = {}
    for i = 1, #list do
        local counter = list[i].counter
        commands[i] = command("reached", {
            app_id = counter.quota.app_id,
            quota_id = counter.quota.id,
            environment = counter.environment,
            tenant = counter.tenant,
            period = counter.period,
            amount = counter.amount,
            percent = list[i].share,
        })
    end
    if client:pipeline(commands) then
        for i = 1, #list do
            list[i].counter.told = list[i].share
        end
    end
end

return _M
