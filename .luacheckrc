std = "ngx_lua"
max_line_length = 120
files["**/*_spec.lua"] = { std = "+busted" }
-- What nginx.conf calls.
files["**/phases/init.lua"] = { globals = { "aegis" } }
