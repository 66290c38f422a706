--- The tree of an app's routes: one level per path segment, so that finding a route costs as many steps as the
-- path has segments, whatever the number of routes. Built once per configuration, read only after that.
--
-- A node: `literals` (segment → node), `param` (node of `:name`), `rest` (leaf of a trailing `*`), `leaf` (patterns
-- that end here), `top` (highest priority below, to leave out branches that cannot win).
-- A leaf is a list of entries in the order of preference.

local byte, find, sub = string.byte, string.find, string.sub

local _M = {}

-- Of nodes that no literal leads on from; nothing is ever added to it.
local NONE = {}

local function new_node()
    return { literals = NONE, top = -math.huge }
end

--- Splits a pattern into steps. `*` only at the end.
-- @return steps, each a text, `{ param = name }` or `{ rest = true }`; nil and the reason when it is no pattern
function _M.steps(pattern)
    if byte(pattern, 1) ~= 47 then
        return nil, "a pattern begins with a slash"
    end
    local steps, seen = {}, {}
    for segment in (sub(pattern, 2) .. "/"):gmatch "([^/]*)/" do
        if steps[#steps] and type(steps[#steps]) == "table" and steps[#steps].rest then
            return nil, "a star may only stand at the end"
        end
        local name = segment:match "^:([%w_-]+)$"
        if name and seen[name] then
            return nil, "two parameters have the same name"
        end
        if name then
            seen[name] = true
            steps[#steps + 1] = { param = name }
        elseif segment == "*" then
            steps[#steps + 1] = { rest = true }
        elseif find(segment, "^:") or find(segment, "*", 1, true) then
            return nil, "a parameter or a star takes a whole segment"
        else
            steps[#steps + 1] = segment
        end
    end
    return steps
end

local function child_of(node, step)
    if type(step) == "table" then
        node.param = node.param or new_node()
        return node.param
    end
    local child = node.literals[step]
    if not child then
        child = new_node()
        if node.literals == NONE then
            node.literals = {}
        end
        node.literals[step] = child
    end
    return child
end

function _M.new()
    return new_node()
end

--- Adds an entry under a pattern. Call in the order of preference among entries of the same pattern.
-- @param entry anything with a number `priority`
function _M.insert(tree, steps, entry)
    local node = tree
    for i = 1, #steps do
        node.top = math.max(node.top, entry.priority)
        local step = steps[i]
        if type(step) == "table" and step.rest then
            node.rest = node.rest or {}
            node.rest[#node.rest + 1] = entry
            return
        end
        node = child_of(node, step)
    end
    node.top = math.max(node.top, entry.priority)
    node.leaf = node.leaf or {}
    node.leaf[#node.leaf + 1] = entry
end

--- Adds what another tree has under a first segment, unless this tree has patterns there. Both share it from then on:
-- add nothing to either under that segment.
-- @return whether it was added
function _M.share(tree, other, segment)
    if tree.literals[segment] then
        return false
    end
    local child = other.literals[segment]
    tree.literals = tree.literals == NONE and {} or tree.literals
    tree.literals[segment], tree.top = child, math.max(tree.top, child.top)
    return true
end

--- Most leaves have one entry. It is looked at without a loop: LuaJIT gives up on loops that rarely turn, and on
-- whatever runs through them.
local function better(leaf, best, accept, context)
    if not leaf then
        return best
    end
    local first = leaf[1]
    if (not best or first.priority > best.priority) and accept(first, context) then
        best = first
    end
    if leaf[2] then
        for i = 2, #leaf do
            local entry = leaf[i]
            if (not best or entry.priority > best.priority) and accept(entry, context) then
                best = entry
            end
        end
    end
    return best
end

local search

local function visit(child, path, slash, best, accept, context)
    if slash then
        return search(child, path, slash + 1, best, accept, context)
    end
    -- The star also stands for nothing: `/files/*` takes `/files`.
    return better(child.rest, better(child.leaf, best, accept, context), accept, context)
end

--- Depth first, the more specific branch first: so among equal priorities the first one found is the right one,
-- and a branch is entered only while something below it could still win.
search = function(node, path, from, best, accept, context)
    local slash = find(path, "/", from, true)
    local literals = node.literals
    -- No text is made of a segment that nothing is compared with: ids differ from request to request.
    local child = literals ~= NONE and literals[sub(path, from, slash and slash - 1)]
    if child and (not best or child.top > best.priority) then
        best = visit(child, path, slash, best, accept, context)
    end
    child = node.param
    if child and from ~= (slash or #path + 1) and (not best or child.top > best.priority) then
        best = visit(child, path, slash, best, accept, context)
    end
    return better(node.rest, best, accept, context)
end

--- The entry that answers a path: highest priority, then the most specific pattern (compared from the left: a
-- literal before a parameter before a star), then the order of insertion.
-- @param path in normal form
-- @param accept `function(entry, context)` → boolean: the conditions beyond the path
-- @return the entry, or nil
function _M.find(tree, path, accept, context)
    return search(tree, path, 2, nil, accept, context)
end

--- No loop, see above.
local function segment_from(path, from, index)
    local slash = find(path, "/", from, true)
    if index == 1 then
        return sub(path, from, slash and slash - 1)
    end
    return slash and segment_from(path, slash + 1, index - 1)
end

--- The text that a pattern's step took from a path.
-- @param index the step's place, from 1
function _M.segment(path, index)
    return segment_from(path, 2, index)
end

return _M
