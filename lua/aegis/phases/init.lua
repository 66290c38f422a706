--- In the master, before there are workers: settings, modules, and the documents of the last run.

local function preload()
    for _, phase in ipairs({
        "init_worker", "exit_worker", "ssl_certificate", "access",
        "balancer", "header_filter", "body_filter", "log", "problem", "status",
    }) do
        require("aegis.phases." .. phase)
    end
end

return function(settings_path)
    require("resty.core")
    local settings = require("aegis.config.settings")
    settings.load(settings_path)
    require("aegis.lib.dns").configure(settings.resolvers)
    preload()
    require("aegis.config.documents_file").load()
end
