return require("aegis.request.record").log
