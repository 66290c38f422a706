--- What goes along while one value is checked.

local concat, format, gsub = table.concat, string.format, string.gsub

local Run = {}
Run.__index = Run

local MAX_CHECKS = 100000
local MAX_PROBLEMS = 20

local _M = {}

function _M.new()
    -- `silent`: how many branches (anyOf, not) are being tried whose problems are nobody's business.
    return setmetatable({
        left = MAX_CHECKS,
        depth = 0,
        silent = 0,
        length = 0,
        exhausted = false,
        path = {},
        found = {},
    }, Run)
end

local shared = _M.new()

--- One that tells no problems, and is the same each time: checks do not yield.
function _M.quiet()
    shared.left, shared.depth, shared.silent, shared.length, shared.exhausted = MAX_CHECKS, 0, 1, 0, false
    return shared
end

--- RFC 6901.
local function pointer(path, length)
    local pieces = {}
    for i = 1, length do
        pieces[i] = "/" .. gsub(gsub(tostring(path[i]), "~", "~0"), "/", "~1")
    end
    return concat(pieces)
end

--- @param values for the message's format
function Run:fail(message, ...)
    if self.silent == 0 and #self.found < MAX_PROBLEMS then
        self.found[#self.found + 1] = {
            pointer = pointer(self.path, self.length),
            message = select("#", ...) > 0 and format(message, ...) or message,
        }
    end
    return false
end

--- Counts one schema that is applied. @return false when enough was done
function Run:enter(max_depth)
    self.left, self.depth = self.left - 1, self.depth + 1
    if self.left > 0 and self.depth <= max_depth then
        return true
    end
    self.exhausted, self.left = true, 0
    self.depth = self.depth - 1
    return false
end

function Run:leave()
    self.depth = self.depth - 1
end

--- Applies a check to a part of the value. @param step a member's name or a list's index from 0
function Run:at(step, check, value)
    self.length = self.length + 1
    self.path[self.length] = step
    local holds = check(value, self)
    self.length = self.length - 1
    return holds
end

--- Applies a check without telling what it finds.
function Run:quietly(check, value)
    self.silent = self.silent + 1
    local holds = check(value, self)
    self.silent = self.silent - 1
    return holds
end

function Run:problems()
    if self.exhausted then
        return { { pointer = "", message = "is too much to check" } }
    end
    return self.found
end

return _M
