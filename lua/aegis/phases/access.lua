return require("aegis.request.run").access
