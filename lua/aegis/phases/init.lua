--- In the master, before there are workers: settings, modules, and the documents of the last run.

--- nginx.conf calls `aegis.<phase>()`: `require` in each phase of each request would cost as much as some steps do.
local function offer_phases()
    aegis = {}
    for _, phase in ipairs({
        "init_worker", "exit_worker", "ssl_certificate", "access", "acme_challenge",
        "balancer", "header_filter", "body_filter", "log", "problem", "status",
    }) do
        aegis[phase] = require("aegis.phases." .. phase)
    end
end

return function(settings_path)
    require "resty.core"
    local settings = require "aegis.config.settings"
    settings.load(settings_path)
    require("aegis.lib.dns").configure(settings.resolvers)
    offer_phases()
    require("aegis.config.documents_file").load()
end
