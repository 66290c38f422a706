import { define } from './error-code.ts';

/** What the caller may do, and how often. */
export const decidingErrors = define({
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
});
