--- The signed texts in use, for a start with Redis away: the agent asks for them and keeps them in a file, `init`
-- reads it. One JSON object a line: {"name": …, "text": signed text}; the first is the head.

local head = require "aegis.config.head"
local json = require "aegis.lib.json"
local names = require "aegis.config.names"
local settings = require "aegis.config.settings"

local documents = ngx.shared.aegis_documents
local state = ngx.shared.aegis_state

local documents_file = {}

local HEAD = "head"
local LINES_PER_FLUSH = 100

local function line(name, text)
    return json.encode({ name = name, text = text }) .. "\n"
end

--- ETag of the present content.
function documents_file.version()
    return ('"%s-%d"'):format(settings.boot, state:get("documents_version") or 0)
end

--- Answers with all texts. Yields.
function documents_file.send()
    local kept = head.kept()
    if kept then
        ngx.print(line(HEAD, kept))
    end
    local keys = documents:get_keys(0)
    for i = 1, #keys do
        local text = documents:get(keys[i])
        if text then
            ngx.print(line(keys[i], text))
        end
        if i % LINES_PER_FLUSH == 0 then
            ngx.flush(true)
        end
    end
end

local function take_head(text)
    local value, problem = head.check(text)
    if not value then
        ngx.log(ngx.WARN, "documents file: ", problem)
        return false
    end
    head.reach(value, value.revision)
    head.keep(text)
    return true
end

local function take(name, text, state_of_file)
    if name == HEAD then
        state_of_file.believed = take_head(text)
    elseif state_of_file.believed and names.split(name) then
        -- Generation 0: each text is verified when a worker builds it, so that a large file does not delay the start.
        documents:set(name, text, 0, 0)
        state_of_file.count = state_of_file.count + 1
    end
end

--- Called by `init`, before there are workers. A missing file is a first start.
function documents_file.load()
    if head.known() then
        return -- a reload: shared memory still has everything
    end
    local file = io.open(settings.documents_file, "rb")
    if not file then
        return
    end
    local state_of_file = { believed = false, count = 0 }
    for text_line in file:lines() do
        local record = json.decode(text_line)
        if type(record) == "table" and type(record.name) == "string" and type(record.text) == "string" then
            take(record.name, record.text, state_of_file)
        end
    end
    file:close()
    ngx.log(ngx.NOTICE, "documents file: ", state_of_file.count, " documents kept from the last run")
end

return documents_file
