import { define } from './error-code.ts';

/** Who calls. */
export const authenticationErrors = define({
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
});
