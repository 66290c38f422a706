--- Errors that nginx itself answers (a body too large, an upstream that does not answer) get our form too.
local answer = require "aegis.request.answer"

return function()
    answer.from_nginx(ngx.status)
end
