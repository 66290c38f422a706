--- What the code of an operator's plugin can see: Lua's own pure functions and `aegis`. No files, no processes, no
-- FFI, no loading of further code, nothing of the gateway's inside. Each plugin has tables of its own, so that what
-- one writes into them reaches no other.

local base64 = require "ngx.base64"
local bit = require "bit"
local crypto = require "aegis.lib.crypto"
local json = require "aegis.lib.json"

local _M = {}

local plain = {
    "assert", "error", "ipairs", "next", "pairs", "pcall", "rawequal", "rawget", "rawset", "select", "setmetatable",
    "tonumber", "tostring", "type", "unpack", "xpcall",
}
local libraries = {
    string = {
        "byte", "char", "find", "format", "gmatch", "gsub", "len", "lower", "match", "rep", "reverse", "sub", "upper",
    },
    table = { "concat", "insert", "maxn", "remove", "sort" },
    math = {
        "abs", "ceil", "cos", "deg", "exp", "floor", "fmod", "frexp", "huge", "ldexp", "log", "max", "min", "modf",
        "pi", "pow", "rad", "random", "sin", "sqrt", "tan",
    },
    bit = { "arshift", "band", "bnot", "bor", "bswap", "bxor", "lshift", "rol", "ror", "rshift", "tobit", "tohex" },
}
local sources = { string = string, table = table, math = math, bit = bit }
local levels = { info = ngx.INFO, warn = ngx.WARN, error = ngx.ERR }
local MAX_LOG_LINE = 1000

local function picked(source, names)
    local copy = {}
    for i = 1, #names do
        copy[names[i]] = source[names[i]]
    end
    return copy
end

--- Only of tables: the metatable of texts belongs to everybody.
local function metatable_of(value)
    if type(value) ~= "table" then
        return nil
    end
    return getmetatable(value)
end

local function logger(name)
    return function(level, text)
        local line = tostring(text):sub(1, MAX_LOG_LINE):gsub("%c", " ")
        ngx.log(levels[level] or error("log: the level is info, warn or error", 2), "plugin ", name, ": ", line)
    end
end

local function match(text, pattern)
    local captures, problem = ngx.re.match(text, pattern, "jo")
    if problem then
        error("match: " .. problem, 2)
    end
    return captures
end

--- The table `aegis`; docs/operator-plugins.md describes each field.
local function api(name)
    return {
        base64 = {
            encode = ngx.encode_base64, decode = ngx.decode_base64,
            encode_url = base64.encode_base64url, decode_url = base64.decode_base64url,
        },
        equal = crypto.equal,
        hmac_sha256 = function(key, text)
            return crypto.hex(crypto.hmac_sha256(key, text))
        end,
        json = { decode = json.decode, encode = json.encode, null = json.null },
        log = logger(name),
        match = match,
        now = ngx.now,
        refuse = function(detail)
            return { refused = tostring(detail or "") }
        end,
        sha256 = function(text)
            return crypto.hex(crypto.sha256(text))
        end,
    }
end

--- @param name of the plugin, for its log lines
-- @return the table of globals
function _M.new(name)
    local globals = picked(_G, plain)
    for library, names in pairs(libraries) do
        globals[library] = picked(sources[library], names)
    end
    globals.getmetatable = metatable_of
    globals.aegis = api(name)
    globals._G = globals
    return globals
end

return _M
