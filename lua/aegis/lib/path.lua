--- The one reading of a request path. Matching, permissions, limits, logs and the upstream all use the form made
-- here; what two readers could read differently is refused. RFC 3986 sections 3.3 and 6.2.2.
--
-- Normal form: begins with `/`, no dot segments, percent-encoding only where a byte needs it, hex digits in upper
-- case. Normalising it again changes nothing.

local byte, char, find, format, sub = string.byte, string.char, string.find, string.format, string.sub
local gmatch, gsub, match = string.gmatch, string.gsub, string.match
local concat = table.concat
local tonumber = tonumber

local _M = {}

local SLASH, DOT, QUESTION, PERCENT, HASH, BACKSLASH = 47, 46, 63, 37, 35, 92

local function class(bytes)
    local set = {}
    for code = 0, 255 do
        set[code] = find(bytes, char(code), 1, true) ~= nil
    end
    return set
end

local letters_and_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
local UNRESERVED = class(letters_and_digits .. "-._~")
-- pchar of RFC 3986 and the slash: bytes that stand for themselves in a path. `;` is left to the slow way.
local PLAIN = class(letters_and_digits .. "-._~!$&'()*+,=:@/")
local KEPT = class(letters_and_digits .. "-._~!$&'()*+,=:@;")

--- Where the path of a request target ends when it is in normal form already.
-- One pass over bytes and no new text: this is what nearly every request takes.
-- @return index of the path's last byte, or nil when the path needs `normalise`
function _M.plain_end(target)
    if byte(target, 1) ~= SLASH then
        return nil
    end
    local previous = 0
    local length = #target
    for i = 1, length do
        local code = byte(target, i)
        if code == QUESTION then
            return i - 1
        end
        if not PLAIN[code] or (previous == SLASH and (code == SLASH or code == DOT)) then
            return nil
        end
        previous = code
    end
    return length
end

local function decoded_byte(segment, at)
    local digits = sub(segment, at + 1, at + 2)
    return find(digits, "^%x%x$") and tonumber(digits, 16) or nil
end

--- One percent-encoded byte → its normal text, or nil and why it is refused.
local function normal_escape(code, options)
    if not code then
        return nil, "a percent sign without two hex digits"
    elseif code < 32 or code == 127 then
        return nil, "an encoded control byte"
    elseif code == BACKSLASH then
        return nil, "an encoded backslash"
    elseif code == SLASH and not options.allow_encoded_slash then
        return nil, "an encoded slash"
    elseif UNRESERVED[code] then
        return char(code)
    end
    return format("%%%02X", code)
end

local function normal_byte(code)
    if code < 32 or code == 127 then
        return nil, "a control byte"
    elseif code == BACKSLASH then
        return nil, "a backslash"
    elseif code == HASH then
        return nil, "a number sign"
    elseif KEPT[code] then
        return char(code)
    end
    return format("%%%02X", code)
end

--- `..;x` is a parent for readers that cut path parameters off first (servlet containers) and a name for others.
local function is_dots(text)
    return text == "." or text == ".."
end

--- Whether dots show when a reader decodes encoded slashes, or cuts path parameters off.
local function hides_dots(segment)
    for part in gmatch((gsub(segment, "%%2F", "/")) .. "/", "([^/]*)/") do
        if is_dots(match(part, "^[^;]*")) then
            return true
        end
    end
    return false
end

local function normal_segment(segment, options)
    local out, n, i, length = {}, 0, 1, #segment
    while i <= length do
        local code = byte(segment, i)
        local text, problem
        if code == PERCENT then
            text, problem = normal_escape(decoded_byte(segment, i), options)
            i = i + 3
        else
            text, problem = normal_byte(code)
            i = i + 1
        end
        if not text then
            return nil, problem
        end
        n = n + 1
        out[n] = text
    end
    local normal = concat(out, "", 1, n)
    if is_dots(normal) and normal ~= segment then
        return nil, "encoded dots that change segments"
    end
    if find(normal, "[;%%]") and hides_dots(normal) then
        return nil, "dots together with a semicolon or an encoded slash"
    end
    return normal
end

--- Applies one segment to the stack of kept ones. `last` tells that no slash follows it.
local function push(kept, n, segment, last, options)
    if segment == "." or segment == ".." then
        if segment == ".." then
            if n == 0 then
                return nil, "it leaves the root"
            end
            n = n - 1
        end
        if last then
            kept[n + 1] = ""
            return n + 1
        end
        return n
    end
    if segment == "" and not last and options.merge_slashes then
        return n
    end
    kept[n + 1] = segment
    return n + 1
end

--- Brings the path part of a request target into normal form.
-- @param raw the path without its query
-- @param options `merge_slashes` and `allow_encoded_slash`, both booleans
-- @return the normal form, or nil and the reason of the refusal (for people)
function _M.normalise(raw, options)
    if byte(raw, 1) ~= SLASH then
        return nil, "it does not begin with a slash"
    end
    local kept, n, from, parents = {}, 0, 2, false
    local length = #raw
    while from <= length + 1 do
        local slash = find(raw, "/", from, true) or (length + 1)
        local segment, problem = normal_segment(sub(raw, from, slash - 1), options)
        if segment then
            parents = parents or segment == ".."
            n, problem = push(kept, n, segment, slash > length, options)
        end
        if problem then
            return nil, problem
        end
        from = slash + 1
    end
    if parents and find(raw, ";", 1, true) then
        return nil, "dots together with a semicolon"
    end
    return "/" .. concat(kept, "/", 1, n)
end

--- Whether a piece of a path in normal form stays in it wherever a path in normal form takes it up: nothing in it
-- needs a second look.
function _M.is_settled(text)
    return byte(text, 1) ~= DOT
        and not find(text, "%", 1, true)
        and not find(text, ";", 1, true)
        and not find(text, "/.", 1, true)
        and not find(text, "//", 1, true)
end

--- Splits a request target and normalises its path.
-- @return path, query (nil when there is no question mark) and whether the target says just this, byte by byte; or nil,
-- nil and the reason
function _M.read(target, options)
    local stop = _M.plain_end(target)
    if stop == #target then
        return target, nil, true
    elseif find(target, "#", 1, true) then
        return nil, nil, "a number sign"
    elseif stop then
        return sub(target, 1, stop), sub(target, stop + 2), true
    end
    local question = find(target, "?", 1, true)
    local raw = question and sub(target, 1, question - 1) or target
    local path, problem = _M.normalise(raw, options)
    if not path then
        return nil, nil, problem
    end
    return path, question and sub(target, question + 1) or nil, path == raw
end

--- Takes a literal prefix off, at a segment's border only.
-- @return the rest (at least `/`), or the path itself where the prefix is not there
function _M.strip(path, prefix)
    local length = #prefix
    if sub(path, 1, length) ~= prefix then
        return path
    end
    if length == #path then
        return "/"
    end
    return byte(path, length + 1) == SLASH and sub(path, length + 1) or path
end

return _M
