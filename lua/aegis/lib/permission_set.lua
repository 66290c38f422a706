--- Patterns of permissions as a tree, built once: a question walks one node per segment, however many patterns there
-- are. A node: `children` (literal → node), `star` (node), `here` and `below` (action → true or false for a deny);
-- `below` is what `.**` says about the node and everything under it. The root also has `named`: every literal of the
-- patterns, wherever it stands. About all values that are not among them a set says the same.

local permission = require "aegis.lib.permission"

local value_of = permission.value_of

local _M = {}
local mt = { __index = _M }

local function node()
    return { children = {}, here = {}, below = {} }
end

local function descend(from, segment)
    if segment == "*" then
        from.star = from.star or node()
        return from.star
    end
    local child = from.children[segment] or node()
    from.children[segment] = child
    return child
end

--- A deny stays, whatever is added after it.
local function put(actions, action, deny)
    if actions[action] ~= false then
        actions[action] = not deny
    end
end

local function add(root, pattern)
    local at = root
    for i = 1, #pattern.segments do
        local segment = pattern.segments[i]
        root.named[segment] = segment ~= "*" or nil
        at = descend(at, segment)
    end
    put(pattern.subtree and at.below or at.here, pattern.action, pattern.deny)
end

--- @param patterns compiled ones (`permission.pattern`)
function _M.new(patterns)
    local root = node()
    root.named = {}
    for i = 1, #patterns do
        add(root, patterns[i])
    end
    return setmetatable(root, mt)
end

--- @param texts patterns, such as the scopes of a key
-- @return the set, or nil and the first text that is outside of the grammar
function _M.of(texts)
    local patterns = {}
    for i = 1, #texts do
        patterns[i] = permission.pattern(texts[i])
        if not patterns[i] then
            return nil, texts[i]
        end
    end
    return _M.new(patterns)
end

--- What actions say, joined with what was found before: false wins, then true.
local function joined(actions, action, found)
    local named, any = actions[action], actions["*"]
    if named == false or any == false then
        return false
    end
    return named or any or found
end

local function walk(at, demand, params, depth, found)
    found = joined(at.below, demand.action, found)
    local segment = demand.segments[depth]
    if not segment then
        return joined(at.here, demand.action, found)
    end
    local value = value_of(segment, params)
    local child = value and at.children[value]
    if child and found ~= false then
        found = walk(child, demand, params, depth + 1, found)
    end
    if value and at.star and found ~= false then
        found = walk(at.star, demand, params, depth + 1, found)
    end
    return found
end

--- @param demand a route's permission, compiled  @param params the path's parameters, needed where `demand.params`
-- @return true (allowed), false (an explicit deny, which wins over everything), or nil (nothing is said)
function _M:says(demand, params)
    return walk(self, demand, params, 1, nil)
end

return _M
