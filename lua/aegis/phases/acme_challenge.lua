return require("aegis.request.acme_challenge").access
