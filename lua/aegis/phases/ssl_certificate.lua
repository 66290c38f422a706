return require("aegis.request.certificate").choose
