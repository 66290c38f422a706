--- Errors that nginx itself answers (a body too large, an upstream that does not answer) get our form too.
return function()
    require("aegis.request.answer").from_nginx(ngx.status)
end
