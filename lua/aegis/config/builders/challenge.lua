--- What a host answers to a certificate authority: `{ answers }`, token → `{ text, until_at }`.

local _M = {}

function _M.build(document)
    return { answers = document.answers }
end

return _M
