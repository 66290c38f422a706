/**
 * The one table of stable error codes. Server, gateway, client and docs read it; the Lua side is generated from
 * it (`scripts/generate.mjs`). `title` is what happened, `fix` what the reader can do. Never reword a code.
 */
export interface ErrorCode {
  status: number;
  title: string;
  fix: string;
  /** Who answers with it. */
  by: 'admin' | 'gateway' | 'both';
}

const define = <T extends Record<string, ErrorCode>>(table: T): { [K in keyof T]: ErrorCode } => table;

export const errorCodes = define({
  // gateway: resolving and matching
  unknown_host: {
    status: 404,
    by: 'gateway',
    title: 'No app answers to this host',
    fix: 'Check the Host header against the hosts shown on the app page.',
  },
  app_suspended: {
    status: 403,
    by: 'gateway',
    title: 'This app is suspended',
    fix: 'The app or its company is not active. Its owner can see why in the dashboard.',
  },
  bad_path: {
    status: 400,
    by: 'gateway',
    title: 'The path can be read in more than one way',
    fix: 'Send a path without encoded slashes, backslashes, control bytes or dot segments that leave the root.',
  },
  no_route: {
    status: 404,
    by: 'gateway',
    title: 'No route matches this path',
    fix: "Compare the path with the app's routes, or add a route for it.",
  },
  method_not_allowed: {
    status: 405,
    by: 'gateway',
    title: 'The route does not take this method',
    fix: 'Use one of the methods in the Allow header.',
  },
  request_header_too_large: {
    status: 431,
    by: 'gateway',
    title: "The request's headers are too large",
    fix: 'Send fewer or shorter headers.',
  },
  uri_too_long: {
    status: 414,
    by: 'gateway',
    title: 'The address is too long',
    fix: 'Send long data in the body.',
  },
  payload_too_large: {
    status: 413,
    by: 'both',
    title: 'The request body is too large',
    fix: 'Send a smaller body.',
  },
  bad_request: {
    status: 400,
    by: 'both',
    title: 'The request cannot be read',
    fix: "Check the request line, the headers and the body's syntax.",
  },
  // gateway: authentication
  missing_credentials: {
    status: 401,
    by: 'gateway',
    title: 'The route asks for credentials',
    fix: 'Send an API key as X-API-Key, or a key or token as Authorization: Bearer, as the route wants it.',
  },
  malformed_key: {
    status: 401,
    by: 'gateway',
    title: 'This is not an API key',
    fix: 'Copy the whole key again; a character is missing or mistyped.',
  },
  unknown_key: {
    status: 401,
    by: 'gateway',
    title: 'This API key does not exist here',
    fix: 'Use a key of this app.',
  },
  expired_key: {
    status: 401,
    by: 'gateway',
    title: 'This API key has expired',
    fix: "Ask the app's owner for a new key.",
  },
  revoked_key: {
    status: 401,
    by: 'gateway',
    title: 'This API key was revoked',
    fix: "Ask the app's owner for a new key.",
  },
  invalid_token: {
    status: 401,
    by: 'gateway',
    title: 'The token is not valid here',
    fix: "Get a new token from the app's identity provider and send it as Authorization: Bearer.",
  },
  expired_token: {
    status: 401,
    by: 'gateway',
    title: 'The token has expired',
    fix: "Get a new token from the app's identity provider.",
  },
  revoked_token: {
    status: 401,
    by: 'gateway',
    title: 'The token was revoked',
    fix: "Sign in again at the app's identity provider.",
  },
  tenant_mismatch: {
    status: 403,
    by: 'gateway',
    title: 'Key and token belong to different tenants',
    fix: 'Use a key and a token of the same tenant.',
  },
  tenant_required: {
    status: 403,
    by: 'gateway',
    title: 'The app asks for a tenant',
    fix: 'Send a token that names a tenant, or a key that is bound to one.',
  },
  unknown_tenant: {
    status: 403,
    by: 'gateway',
    title: 'This app does not know the tenant',
    fix: "Ask the app's owner to add the tenant that the token or key names.",
  },
  tenant_suspended: {
    status: 403,
    by: 'gateway',
    title: 'The tenant is suspended',
    fix: "Ask the app's owner why.",
  },
  wrong_environment: {
    status: 401,
    by: 'gateway',
    title: 'This API key belongs to another environment',
    fix: "Use the host of the key's environment, or a key of this one.",
  },
  ip_not_allowed: {
    status: 403,
    by: 'gateway',
    title: 'This address may not use this',
    fix: "Call from an allowed address, or ask the app's owner to allow yours.",
  },
  https_required: {
    status: 403,
    by: 'gateway',
    title: 'This API is called over HTTPS only',
    fix: 'Use https:// in the address. A key that was sent without it may have been read: rotate it.',
  },
  // gateway: plugins
  refused_by_plugin: {
    status: 403,
    by: 'gateway',
    title: 'A plugin of this platform refuses the request',
    fix: 'The detail says what the plugin wants; ask the operator where it does not.',
  },
  maintenance: {
    status: 503,
    by: 'gateway',
    title: 'The API is being worked on',
    fix: 'Try again after the seconds in Retry-After.',
  },
  bot_refused: {
    status: 403,
    by: 'gateway',
    title: 'This client is not served',
    fix: "The client's User-Agent is on the app's list of refused ones; ask the app's owner to allow it.",
  },
  request_invalid: {
    status: 400,
    by: 'gateway',
    title: 'The request does not have the form that the API asks for',
    fix: 'See the errors list: each names its place by a JSON pointer.',
  },
  // gateway: authorization and limits
  permission_denied: {
    status: 403,
    by: 'gateway',
    title: 'The caller lacks the permission that the route demands',
    fix: "Ask the app's owner for a role or scope that has it.",
  },
  authorize_unavailable: {
    status: 503,
    by: 'gateway',
    title: "The app's backend did not say whether this is allowed",
    fix: "Try again in a few seconds; the app's owner can try the callout: aegis authorize test.",
  },
  rate_limited: {
    status: 429,
    by: 'gateway',
    title: 'Too many requests',
    fix: 'Wait for the seconds in Retry-After.',
  },
  quota_exceeded: {
    status: 429,
    by: 'gateway',
    title: 'The quota of this period is used up',
    fix: "Wait until resets_at, or ask the app's owner for more. GET /.well-known/aegis/quota tells what is left.",
  },
  too_many_attempts: {
    status: 429,
    by: 'admin',
    title: 'Too many attempts',
    fix: 'Wait for the seconds in Retry-After.',
  },
  // gateway: forwarding
  upstream_unavailable: {
    status: 503,
    by: 'gateway',
    title: 'The backend cannot be reached',
    fix: "Check that the backend runs and that the upstream's address is right.",
  },
  upstream_timeout: {
    status: 504,
    by: 'gateway',
    title: 'The backend did not answer in time',
    fix: "Try again; the app's owner can raise the upstream's timeouts.",
  },
  upstream_failed: {
    status: 502,
    by: 'gateway',
    title: 'The backend closed the connection or sent no valid answer',
    fix: "Check the backend's log.",
  },
  upstream_address_refused: {
    status: 502,
    by: 'both',
    title: "The backend's address may not be called",
    fix: "Private addresses need the operator's permission: AEGIS_UPSTREAM_ALLOW.",
  },
  too_many_in_flight: {
    status: 503,
    by: 'gateway',
    title: 'Too many requests are under way',
    fix: 'Try again in a moment, with fewer requests at once.',
  },
  configuration_unavailable: {
    status: 503,
    by: 'gateway',
    title: 'The gateway cannot load this configuration right now',
    fix: 'Try again in a few seconds.',
  },
  internal_error: {
    status: 500,
    by: 'both',
    title: 'Something went wrong on our side',
    fix: 'Try again; give the request id when you report it.',
  },
  plugin_failed: {
    status: 500,
    by: 'gateway',
    title: 'A plugin failed',
    fix: 'The operator sees the error with `aegis plugin list`.',
  },
  limit_unavailable: {
    status: 503,
    by: 'gateway',
    title: "The limit's store is away",
    fix: 'Try again in a few seconds.',
  },

  // admin API
  invalid_input: {
    status: 422,
    by: 'admin',
    title: 'Some fields are not valid',
    fix: 'See the errors list.',
  },
  not_signed_in: {
    status: 401,
    by: 'admin',
    title: 'Sign in first',
    fix: 'Send a session cookie or Authorization: Bearer aegis_pat_….',
  },
  invalid_credentials: {
    status: 401,
    by: 'admin',
    title: 'The e-mail address or the password is wrong',
    fix: 'Try again, or reset the password.',
  },
  csrf_failed: {
    status: 403,
    by: 'admin',
    title: "The session's proof is missing",
    fix: 'Reload the page and try again.',
  },
  not_allowed: {
    status: 403,
    by: 'admin',
    title: 'Your role or token does not allow this',
    fix: 'Ask an owner or admin of the company.',
  },
  customer_required: {
    status: 400,
    by: 'admin',
    title: 'Which company?',
    fix: 'Send Aegis-Customer: <slug>; you belong to several.',
  },
  customer_not_active: {
    status: 403,
    by: 'admin',
    title: 'The company is not active',
    fix: 'Verify the e-mail address, or wait for the approval.',
  },
  not_found: {
    status: 404,
    by: 'admin',
    title: 'There is no such thing',
    fix: 'Check the id; it may have been deleted.',
  },
  conflict: {
    status: 409,
    by: 'admin',
    title: 'This clashes with what exists',
    fix: 'Choose another name, or change the existing one.',
  },
  slug_taken: { status: 409, by: 'admin', title: 'This slug is taken', fix: 'Choose another slug.' },
  in_use: {
    status: 409,
    by: 'admin',
    title: 'Something still uses this',
    fix: 'Remove the use first; the detail names it.',
  },
  entitlement_reached: {
    status: 409,
    by: 'admin',
    title: "The plan's amount is used up",
    fix: 'Delete what you do not need, or ask for a larger plan.',
  },
  edited_meanwhile: {
    status: 412,
    by: 'admin',
    title: 'Somebody changed this meanwhile',
    fix: 'Load it again and repeat the change.',
  },
  idempotency_mismatch: {
    status: 422,
    by: 'admin',
    title: 'This idempotency key was used for another request',
    fix: 'Use a new key.',
  },
  idempotency_in_progress: {
    status: 409,
    by: 'admin',
    title: 'The first request with this key is still running',
    fix: 'Wait and repeat.',
  },
  unsupported_media_type: {
    status: 415,
    by: 'both',
    title: 'Send JSON',
    fix: 'Set Content-Type: application/json.',
  },
  registration_closed: {
    status: 403,
    by: 'admin',
    title: 'Registration is closed',
    fix: 'Ask the operator for an invitation.',
  },
  link_invalid: {
    status: 410,
    by: 'admin',
    title: 'This link is used or expired',
    fix: 'Ask for a new one.',
  },
  email_not_verified: {
    status: 403,
    by: 'admin',
    title: 'Verify your e-mail address first',
    fix: 'Open the link in the mail, or ask for a new one.',
  },
  configuration_refused: {
    status: 422,
    by: 'admin',
    title: 'nginx refuses this configuration',
    fix: 'See the detail; the old configuration keeps serving.',
  },
  unavailable: {
    status: 503,
    by: 'admin',
    title: 'A part of the service is away',
    fix: 'Try again in the seconds of Retry-After.',
  },
});

export type ErrorCodeName = keyof typeof errorCodes;
