--- The same key, the same endpoint: a key falls into a slot, and who owns a slot was found out when the upstream was
-- built (`lib/rendezvous.lua`), alike on every gateway. Where the owner cannot be used, the next nearest takes its
-- slots, and no other slot moves.

local rendezvous = require "aegis.lib.rendezvous"

local crc32 = ngx.crc32_short
local SLOTS = rendezvous.SLOTS

local _M = {}

--- Among those that are left: the same one on every gateway too.
local function nearest(pool, slot, group, tried)
    local best, highest = nil, -1
    for i = 1, pool.count do
        local one = pool.endpoints[i]
        if not (tried and tried[one]) and (not group or one.target.group == group) then
            local score = rendezvous.score(one.target.seed, slot, one.target.weight)
            if score > highest then
                best, highest = one, score
            end
        end
    end
    return best
end

local function slot_of(pool, ctx)
    return crc32(pool.upstream.hash.source(ctx)) % SLOTS
end

function _M.choose(pool, ctx)
    local slot = slot_of(pool, ctx)
    local owner = pool.all[pool.upstream.hash.owners[slot]]
    if owner.state and owner.state.out then
        return nearest(pool, slot)
    end
    return owner
end

function _M.other(pool, ctx, group, tried)
    return nearest(pool, slot_of(pool, ctx), group, tried)
end

return _M
