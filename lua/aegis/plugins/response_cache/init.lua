--- Keeps answers of the backend and gives them again, as RFC 9111 allows a shared cache. Where one is missing, one
-- request asks the backend, and those that want the same wait for it.

local answer = require "aegis.plugins.response_cache.answer"
local place = require "aegis.plugins.response_cache.place"
local query = require "aegis.lib.query"
local rules = require "aegis.plugins.response_cache.rules"
local store = require "aegis.plugins.response_cache.store"

local header = ngx.header
local min = math.min
local now, sleep = ngx.now, ngx.sleep
local req = ngx.req
local var = ngx.var

local ResponseCache = {}
ResponseCache.__index = ResponseCache

-- How long a request waits for another one's answer, and how often it looks.
local WAIT_SECONDS, FIRST_LOOK, LAST_LOOK = 10, 0.005, 0.1

local failures = { [500] = true, [502] = true, [503] = true, [504] = true }
local reading = { GET = true, HEAD = true }
local harmless = { GET = true, HEAD = true, OPTIONS = true, TRACE = true }
local unreachable = { upstream_unavailable = true, upstream_timeout = true, upstream_failed = true }
local NOT_KEPT = { status = 504, headers = { ["Cache-Status"] = "aegis" } }

function ResponseCache.new(settings)
    if not ngx.shared.aegis_cache then
        error("nginx.conf gives the cache no memory", 0)
    end
    return setmetatable({
        shared_by = settings.shared_by or "caller",
        default_ttl = settings.default_ttl_seconds or 0,
        max_ttl = settings.max_ttl_seconds or 86400,
        stale_if_error = settings.stale_if_error_seconds or 0,
        max_body = settings.max_body_bytes or 262144,
        query = settings.query and settings.query[1] and settings.query or nil,
    }, ResponseCache)
end

--- The kept answer for this request, fresh or not.
local function look_up(name)
    local vary = store.vary(name)
    return vary and store.get(place.variant(name, vary))
end

--- Waits while somebody else asks. @return the answer that came of it, or nil when this one has to ask by itself
local function wait(name, directives)
    local until_moment, pause = now() + WAIT_SECONDS, FIRST_LOOK
    while now() < until_moment and not store.passes(name) do
        sleep(pause)
        pause = min(pause * 2, LAST_LOOK)
        local entry = look_up(name)
        if entry and rules.satisfies(directives, entry, now()) then
            return entry
        elseif not store.is_locked(name) and store.lock(name) then
            return nil, true
        end
    end
    return nil
end

--- The backend is asked for the whole answer, so that there is one to keep.
local function ask(ctx, request)
    req.clear_header "If-None-Match"
    req.clear_header "If-Modified-Since"
    request.captures = true
    ctx.cached = request
    return nil
end

function ResponseCache:read(ctx, directives)
    local name = place.of(ctx, self.shared_by)
    local entry = look_up(name)
    if entry and rules.satisfies(directives, entry, now()) then
        return answer.of(entry, "hit")
    elseif directives["only-if-cached"] then
        return NOT_KEPT
    end
    local request = { name = name, stale = entry, guarded = place.is_guarded(self.shared_by, ctx.identity) }
    if ctx.method == "HEAD" or store.passes(name) then
        ctx.cached = request
        return nil
    elseif directives["no-cache"] then
        return ask(ctx, request)
    end
    request.leads = store.lock(name)
    if not request.leads then
        entry, request.leads = wait(name, directives)
        if entry then
            return answer.of(entry, "hit; detail=waited")
        end
    end
    return ask(ctx, request)
end

function ResponseCache:access(ctx)
    if not ctx.plan.pool then
        return nil
    end
    if self.query and ctx.query then
        ctx.query, ctx.verbatim = query.only(ctx.query, self.query) or false, false
    end
    if not reading[ctx.method] then
        ctx.cached = not harmless[ctx.method] and { forgets = place.of(ctx, self.shared_by) } or false
        return nil
    end
    local directives = rules.directives(var.http_cache_control)
    if directives["no-store"] or var.http_range or ctx.upgrade then
        return nil
    end
    return self:read(ctx, directives)
end

local function release(request)
    if request.leads then
        request.leads = false
        store.unlock(request.name)
    end
end

--- From here on it is known that there will be nothing for those who wait.
local function give_up(request)
    request.captures = false
    store.note_pass(request.name)
    release(request)
end

local function may_still_be_given(entry)
    return entry and entry.stale > 0 and now() < entry.stored_at + entry.ttl + entry.stale
end

--- What the backend says instead of an answer is not passed on while an old one will do.
local function put_stale(request)
    local made = answer.of(request.stale, "hit; detail=stale")
    ngx.status = made.status
    for name in pairs(ngx.resp.get_headers(0, true)) do
        header[name] = nil
    end
    for name, value in pairs(made.headers) do
        header[name] = value
    end
    header["Content-Length"] = made.body and #made.body or nil
    request.captures, request.instead = false, made.body or ""
end

local function read_answer(self, request)
    local entry = answer.to_keep(self, request.guarded)
    if not entry then
        give_up(request)
        header["Cache-Status"] = "aegis; fwd=miss"
        return false
    end
    request.entry, request.pieces, request.size = entry, {}, 0
    header["Cache-Status"] = "aegis; fwd=miss; stored"
    return true
end

--- Called with the backend's headers, before any other plugin changes them.
function ResponseCache:answer_header(ctx)
    local request, status = ctx.cached, ngx.status
    if not request then
        return
    elseif request.forgets then
        if status < 400 then
            store.forget(request.forgets)
        end
        return
    elseif failures[status] and may_still_be_given(request.stale) then
        put_stale(request)
        release(request)
        ctx.reads_body = true
    elseif request.captures and read_answer(self, request) then
        ctx.reads_body = true
    end
end

local function keep(ctx, request)
    local body = table.concat(request.pieces)
    if not request.entry.length or request.entry.length == #body then
        local vary = request.entry.vary
        request.entry.vary, request.entry.length = nil, nil
        store.put(ctx.app.id, request.name, place.variant(request.name, vary), vary, request.entry, body)
    end
    release(request)
end

--- @param piece of the body  @param last whether it is the last one
-- @return what the client gets in its place
function ResponseCache:answer_body(ctx, piece, last)
    local request = ctx.cached
    if not request then
        return piece
    elseif request.instead then
        return last and request.instead or ""
    elseif request.captures then
        request.size = request.size + #piece
        request.pieces[#request.pieces + 1] = piece
        if request.size > self.max_body then
            give_up(request)
            request.pieces = nil
        elseif last or request.size == request.entry.length then
            -- The client may have all of it before nginx says that it was the last piece.
            request.captures = false
            keep(ctx, request)
        end
    end
    return piece
end

--- What the gateway answers where the backend cannot be reached may be an old answer instead.
function ResponseCache.rescue(_, ctx, verdict)
    local request = ctx.cached
    if request and unreachable[verdict.code] and may_still_be_given(request.stale) then
        return answer.of(request.stale, "hit; detail=stale")
    end
    return nil
end

--- Whoever waits does not wait for a request that is over.
function ResponseCache.log(_, ctx)
    if ctx.cached then
        release(ctx.cached)
    end
end

return ResponseCache
