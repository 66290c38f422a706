--- Sends some calls to other upstreams of the app. Who goes where depends on the caller alone, so that somebody who
-- was given the new version keeps it, on every gateway, while its share only grows.

local ip = require "aegis.lib.ip"
local plan = require "aegis.request.plan"
local set = require "aegis.lib.set"

local crc32 = ngx.crc32_long
local random = math.random
local var = ngx.var

local TrafficSplit = {}
TrafficSplit.__index = TrafficSplit

local CRC_VALUES = 2 ^ 32

local function rules_of(records)
    local rules = {}
    for i, record in ipairs(records or {}) do
        rules[i] = {
            upstream = record.upstream,
            variable = record.header and "http_" .. record.header:gsub("-", "_"),
            values = set.unless_empty(record.values),
            tenants = set.unless_empty(record.tenants),
        }
    end
    return rules
end

function TrafficSplit.new(settings)
    return setmetatable({
        rules = rules_of(settings.rules),
        shares = settings.shares or {},
        own_weight = settings.own_weight or 100,
        sticky = settings.sticky or "caller",
    }, TrafficSplit)
end

local function fits(rule, tenant)
    if rule.tenants and not rule.tenants[tenant] then
        return false
    end
    local value = rule.variable and var[rule.variable]
    return not rule.variable or value ~= nil and (not rule.values or rule.values[value] == true)
end

function TrafficSplit:by_rule(ctx)
    for i = 1, #self.rules do
        local rule = self.rules[i]
        if ctx.site.pools[rule.upstream] and fits(rule, ctx.identity.tenant) then
            return rule.upstream
        end
    end
    return nil
end

--- Users are told apart within their tenant only.
local function caller_of(ctx)
    local identity = ctx.identity
    if identity.user ~= "" then
        return "u" .. identity.tenant .. "\0" .. identity.user
    elseif identity.key_id ~= "" then
        return "k" .. identity.key_id
    end
    return "a" .. ip.subject(ctx.client_ip())
end

--- Where a caller stands, from 0 up to 1.
function TrafficSplit:point_of(ctx)
    local tenant = ctx.identity.tenant
    if self.sticky == "nobody" then
        return random()
    elseif self.sticky == "tenant" and tenant ~= "" then
        return crc32("t" .. tenant) / CRC_VALUES
    end
    return crc32(caller_of(ctx)) / CRC_VALUES
end

--- @param point from 0 up to 1
-- @param pools name → pool: what is not in there has no share
-- @return name of an upstream, or nil for the route's own
function TrafficSplit:at(point, pools)
    local total = self.own_weight
    for i = 1, #self.shares do
        total = total + (pools[self.shares[i].upstream] and self.shares[i].weight or 0)
    end
    local reached = 0
    for i = 1, #self.shares do
        local share = self.shares[i]
        reached = reached + (pools[share.upstream] and share.weight or 0)
        if point * total < reached then
            return share.upstream
        end
    end
    return nil
end

function TrafficSplit:access(ctx)
    local pools = ctx.site.pools
    local name = self:by_rule(ctx)
    if not name and self.shares[1] then
        name = self:at(self:point_of(ctx), pools)
    end
    if name and name ~= ctx.route.upstream then
        ctx.plan = plan.to_upstream(ctx.site, ctx.plan, name)
    end
    return nil
end

return TrafficSplit
