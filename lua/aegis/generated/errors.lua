-- Made by scripts/generate.mjs from contracts/src/errors.
return {
    unknown_host = {
        status = 404,
        title = "No app answers to this host",
        fix = "Check the Host header against the hosts shown on the app page.",
    },
    app_suspended = {
        status = 403,
        title = "This app is suspended",
        fix = "The app or its company is not active. Its owner can see why in the dashboard.",
    },
    bad_path = {
        status = 400,
        title = "The path can be read in more than one way",
        fix = "Send a path without encoded slashes, backslashes, control bytes or dot segments that leave the root.",
    },
    no_route = {
        status = 404,
        title = "No route matches this path",
        fix = "Compare the path with the app's routes, or add a route for it.",
    },
    method_not_allowed = {
        status = 405,
        title = "The route does not take this method",
        fix = "Use one of the methods in the Allow header.",
    },
    request_header_too_large = {
        status = 431,
        title = "The request's headers are too large",
        fix = "Send fewer or shorter headers.",
    },
    uri_too_long = {
        status = 414,
        title = "The address is too long",
        fix = "Send long data in the body.",
    },
    payload_too_large = {
        status = 413,
        title = "The request body is too large",
        fix = "Send a smaller body.",
    },
    bad_request = {
        status = 400,
        title = "The request cannot be read",
        fix = "Check the request line, the headers and the body's syntax.",
    },
    missing_credentials = {
        status = 401,
        title = "The route asks for credentials",
        fix = "Send an API key as X-API-Key, or a key or token as Authorization: Bearer, as the route wants it.",
    },
    malformed_key = {
        status = 401,
        title = "This is not an API key",
        fix = "Copy the whole key again; a character is missing or mistyped.",
    },
    unknown_key = {
        status = 401,
        title = "This API key does not exist here",
        fix = "Use a key of this app.",
    },
    expired_key = {
        status = 401,
        title = "This API key has expired",
        fix = "Ask the app's owner for a new key.",
    },
    revoked_key = {
        status = 401,
        title = "This API key was revoked",
        fix = "Ask the app's owner for a new key.",
    },
    invalid_token = {
        status = 401,
        title = "The token is not valid here",
        fix = "Get a new token from the app's identity provider and send it as Authorization: Bearer.",
    },
    expired_token = {
        status = 401,
        title = "The token has expired",
        fix = "Get a new token from the app's identity provider.",
    },
    revoked_token = {
        status = 401,
        title = "The token was revoked",
        fix = "Sign in again at the app's identity provider.",
    },
    tenant_mismatch = {
        status = 403,
        title = "Key and token belong to different tenants",
        fix = "Use a key and a token of the same tenant.",
    },
    tenant_required = {
        status = 403,
        title = "The app asks for a tenant",
        fix = "Send a token that names a tenant, or a key that is bound to one.",
    },
    unknown_tenant = {
        status = 403,
        title = "This app does not know the tenant",
        fix = "Ask the app's owner to add the tenant that the token or key names.",
    },
    tenant_suspended = {
        status = 403,
        title = "The tenant is suspended",
        fix = "Ask the app's owner why.",
    },
    wrong_environment = {
        status = 401,
        title = "This API key belongs to another environment",
        fix = "Use the host of the key's environment, or a key of this one.",
    },
    ip_not_allowed = {
        status = 403,
        title = "This address may not use this",
        fix = "Call from an allowed address, or ask the app's owner to allow yours.",
    },
    https_required = {
        status = 403,
        title = "This API is called over HTTPS only",
        fix = "Use https:// in the address. A key that was sent without it may have been read: rotate it.",
    },
    refused_by_plugin = {
        status = 403,
        title = "A plugin of this platform refuses the request",
        fix = "The detail says what the plugin wants; ask the operator where it does not.",
    },
    maintenance = {
        status = 503,
        title = "The API is being worked on",
        fix = "Try again after the seconds in Retry-After.",
    },
    bot_refused = {
        status = 403,
        title = "This client is not served",
        fix = "The client's User-Agent is on the app's list of refused ones; ask the app's owner to allow it.",
    },
    request_invalid = {
        status = 400,
        title = "The request does not have the form that the API asks for",
        fix = "See the errors list: each names its place by a JSON pointer.",
    },
    permission_denied = {
        status = 403,
        title = "The caller lacks the permission that the route demands",
        fix = "Ask the app's owner for a role or scope that has it.",
    },
    authorize_unavailable = {
        status = 503,
        title = "The app's backend did not say whether this is allowed",
        fix = "Try again in a few seconds; the app's owner can try the callout: aegis authorize test.",
    },
    rate_limited = {
        status = 429,
        title = "Too many requests",
        fix = "Wait for the seconds in Retry-After.",
    },
    quota_exceeded = {
        status = 429,
        title = "The quota of this period is used up",
        fix = "Wait until resets_at, or ask the app's owner for more. GET /.well-known/aegis/quota tells what is left.",
    },
    upstream_unavailable = {
        status = 503,
        title = "The backend cannot be reached",
        fix = "Check that the backend runs and that the upstream's address is right.",
    },
    upstream_timeout = {
        status = 504,
        title = "The backend did not answer in time",
        fix = "Try again; the app's owner can raise the upstream's timeouts.",
    },
    upstream_failed = {
        status = 502,
        title = "The backend closed the connection or sent no valid answer",
        fix = "Check the backend's log.",
    },
    upstream_address_refused = {
        status = 502,
        title = "The backend's address may not be called",
        fix = "Private addresses need the operator's permission: AEGIS_UPSTREAM_ALLOW.",
    },
    too_many_in_flight = {
        status = 503,
        title = "Too many requests are under way",
        fix = "Try again in a moment, with fewer requests at once.",
    },
    configuration_unavailable = {
        status = 503,
        title = "The gateway cannot load this configuration right now",
        fix = "Try again in a few seconds.",
    },
    internal_error = {
        status = 500,
        title = "Something went wrong on our side",
        fix = "Try again; give the request id when you report it.",
    },
    plugin_failed = {
        status = 500,
        title = "A plugin failed",
        fix = "The operator sees the error with `aegis plugin list`.",
    },
    limit_unavailable = {
        status = 503,
        title = "The limit's store is away",
        fix = "Try again in a few seconds.",
    },
    unsupported_media_type = {
        status = 415,
        title = "Send JSON",
        fix = "Set Content-Type: application/json.",
    },
}
