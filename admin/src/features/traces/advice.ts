import type { ErrorCodeName, Sample, TraceStep } from '@aegis/contracts';

/** What advice is made from. */
export interface Refused {
  sample: Sample;
  step: TraceStep;
  /** A detail of the step as text; empty where it has none. */
  detail: (name: string) => string;
}

interface Advice {
  /** What decided, where the details say more than the error's title. */
  rule?: (refused: Refused) => string;
  change: (refused: Refused) => string;
  /** The setting that it is about, where the gateway does not name one. */
  about?: 'route' | 'app' | 'tenant';
}

const always = (text: string) => () => text;
const keyOf = ({ sample }: Refused) => `a key of the environment ${sample.environment}`;
const upstreamOf = ({ detail }: Refused) => `the upstream "${detail('upstream')}"`;

/**
 * What the owner of an app can change about a refusal: the callers' side of it is the error's own `fix`. A code
 * without an entry is one that its `fix` says everything about.
 */
export const advice: Partial<Record<ErrorCodeName, Advice>> = {
  app_suspended: {
    about: 'app',
    change: always('Resume the app in its settings. Where its company is suspended, the operator has to.'),
  },
  bad_path: {
    about: 'app',
    change: always(
      'Have the client send a path that has one reading. Where it means encoded slashes, allow them in the app’s settings.',
    ),
  },
  no_route: {
    change: ({ sample }) =>
      `Add a route that takes ${sample.method} ${sample.path}, or call one that there is.`,
    about: 'route',
  },
  method_not_allowed: {
    about: 'route',
    change: ({ sample, detail }) =>
      `Add ${sample.method} to the methods of a route of this path, or call it with ${detail('allowed_methods')}.`,
  },
  missing_credentials: {
    about: 'route',
    change: (refused) =>
      `Send ${keyOf(refused)} or a token, whichever the route takes ("${refused.detail('route_takes')}"), or let ` +
      'the route take callers without credentials.',
  },
  malformed_key: {
    about: 'route',
    change: always('Have the client send the whole key, and only one: its checksum does not fit.'),
  },
  unknown_key: {
    about: 'app',
    change: (refused) => `Make ${keyOf(refused)}: the one sent is not of this app.`,
  },
  expired_key: { change: (refused) => `Rotate the key, or make ${keyOf(refused)} that ends later.` },
  revoked_key: { change: (refused) => `Make ${keyOf(refused)}: a revoked one stays revoked.` },
  wrong_environment: {
    change: (refused) => `Make ${keyOf(refused)}, or call the host of the key’s environment.`,
  },
  ip_not_allowed: {
    change: ({ sample }) => `Add ${sample.client} to the allowed addresses, or call from one of them.`,
  },
  https_required: {
    about: 'app',
    change: always('Have the client use https://, or let the app send plain HTTP there.'),
  },
  invalid_token: {
    about: 'app',
    change: always(
      'Bring the identity provider’s settings and its tokens together, at the check that is named above.',
    ),
  },
  expired_token: { change: always('Have the client get a new token before the old one ends.') },
  revoked_token: { change: always('Have the user sign in again: what was issued before stays revoked.') },
  tenant_mismatch: {
    about: 'route',
    change: always('Send a key and a token of the same tenant, or a key that is bound to none.'),
  },
  tenant_required: {
    about: 'route',
    change: always(
      'Send a token that names a tenant, a key that is bound to one, or let the app serve callers without.',
    ),
  },
  unknown_tenant: {
    about: 'tenant',
    change: ({ sample }) =>
      `Add the tenant ${sample.tenant ?? ''}, or have the app serve unknown tenants by its default tier.`,
  },
  tenant_suspended: {
    about: 'tenant',
    change: ({ sample }) => `Set the tenant ${sample.tenant ?? ''} to active again.`,
  },
  request_invalid: {
    change: always(
      'Have the client send what the schema asks for, or correct the schema in the plugin’s settings.',
    ),
  },
  refused_by_plugin: {
    change: always('The plugin’s settings decide; the operator, whose plugin it is, can say what it wants.'),
  },
  maintenance: {
    change: ({ sample }) =>
      `Switch the plugin off, or add ${sample.client} to the addresses that it lets through.`,
  },
  bot_refused: { change: always('Add the client’s User-Agent to the plugin’s allowed ones.') },
  permission_denied: {
    about: 'route',
    rule: ({ detail }) =>
      detail('rights') === 'denied'
        ? `A deny, or the bounds of the key, keep ${detail('permission')} from the caller`
        : `Nothing gives the caller ${detail('permission')}`,
    change: ({ step, detail }) =>
      step.about?.kind === 'authorize'
        ? `Have your backend allow ${detail('permission')}, or grant it by a role. Purge the callout where its answer has changed since.`
        : `Give the caller ${detail('permission')}: as a scope of the key or token, or by a role. Or change the ` +
          'permission that the route demands.',
  },
  authorize_unavailable: {
    change: always(
      'Bring the backend of the callout back, make it faster, or change what happens when it fails.',
    ),
  },
  rate_limited: {
    change: always(
      'Raise the limit, count it by something narrower, or have the client wait for Retry-After.',
    ),
  },
  quota_exceeded: {
    change: always(
      'Raise the quota, make it a soft one, or give the tenant a larger tier; it begins anew with its period.',
    ),
  },
  limit_unavailable: {
    change: always(
      'Let the limit fall back to local counting while its store is away; the operator brings the store back.',
    ),
  },
  too_many_in_flight: {
    about: 'route',
    change: (refused) =>
      `Make the backend faster, give ${upstreamOf(refused)} more targets, or raise how many requests each may have under way.`,
  },
  upstream_unavailable: {
    about: 'route',
    change: (refused) => `Start the backend, or correct the targets of ${upstreamOf(refused)}.`,
  },
  upstream_timeout: {
    about: 'route',
    change: (refused) => `Make the backend faster, or raise the timeouts of ${upstreamOf(refused)}.`,
  },
  upstream_failed: {
    about: 'route',
    change: (refused) =>
      `Look into the backend’s log: ${upstreamOf(refused)} closed the connection or spoke no HTTP.`,
  },
  upstream_address_refused: {
    about: 'route',
    change: (refused) => `Give ${upstreamOf(refused)} a public address, or have the operator open this one.`,
  },
  payload_too_large: {
    change: always(
      'Have the client send less, or raise the bound of the body: the plugin’s, or the operator’s.',
    ),
  },
  plugin_failed: {
    change: always('Switch the plugin off or correct its settings; the operator sees its error.'),
  },
};
