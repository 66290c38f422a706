import { define } from './error-code.ts';

/** Reaching the backend, and the gateway itself. */
export const forwardingErrors = define({
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
});
