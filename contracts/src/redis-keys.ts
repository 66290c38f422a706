import type { Environment } from './vocabulary.ts';

/**
 * Every Redis key and stream, in one place. `1` is the format version. Configuration keys share the tag `{cfg}`
 * so that one script may touch them together on a cluster; state of an app carries the app's id as its tag.
 */
const root = 'aegis:1';

export const redisKeys = {
  /** Configuration role (`AEGIS_REDIS_CONFIG_URL`). */
  head: `${root}:{cfg}:head`,
  changes: `${root}:{cfg}:changes`,
  document: (name: string) => `${root}:{cfg}:doc:${name}`,

  /** State role (`AEGIS_REDIS_STATE_URL`). */
  gateway: (gatewayId: string) => `${root}:gateway:${gatewayId}`,
  agent: (gatewayId: string) => `${root}:agent:${gatewayId}`,
  /** Sorted set of gateway ids by last heartbeat (seconds). */
  gateways: `${root}:gateways`,
  /** Stream: a gateway serves a revision, or refused a document. */
  reports: `${root}:reports`,
  /** Stream: an issuer's key set may have changed; field `refresh` holds `{app_id, issuer_id}` as JSON. */
  refreshes: `${root}:refreshes`,
  usage: `${root}:usage`,
  /** Hash `<boot>:<worker>` → highest sequence committed in Postgres. */
  usageAcknowledged: (gatewayId: string) => `${root}:usage:acknowledged:${gatewayId}`,
  /** Stream: a ledger of quotas needs a seed (field `seed`), a counter reached a share of its quota (`reached`). */
  quotas: `${root}:quotas`,
  /** Hash ledger → epoch: which ledgers of the app this store holds; one that is not there has to be seeded. */
  quotaEpochs: (appId: string) => `${root}:{${appId}}:quota:epochs`,
  /** Sorted set tenant → used, of one ledger, environment and period. Followed by `:<tenant>`, the tenant's counter. */
  quotaRanking: (appId: string, ledger: string, environment: Environment, period: string) =>
    `${root}:{${appId}}:quota:${ledger}:${environment}:${period}`,
  /** Answers of the authorize callout by the digest of their question; each carries a MAC of the gateways. */
  callout: (appId: string, digest: string) => `${root}:{${appId}}:callout:${digest}`,
  limit: (appId: string) => `${root}:{${appId}}:limit`,
  /** Stream of an app's decision samples: fields `id` (of the request) and `summary` (`SampleSummary` as JSON). */
  samples: (appId: string) => `${root}:{${appId}}:samples`,
  /** List of the samples of one request id, newest first, each a `Sample` as JSON. */
  sample: (appId: string, requestId: string) => `${root}:{${appId}}:samples:of:${requestId}`,
  /** Sorted set of the apps whose live log somebody watches, by the end of the lease (seconds, Redis' own clock). */
  listeners: `${root}:listeners`,
  /** Number of samples of the app that were left out within the hour because there were too many at once. */
  samplesDropped: (appId: string) => `${root}:{${appId}}:samples:dropped`,
  /** Hash gateway id → `UpstreamReport` as JSON; expires when no gateway sees requests to it. */
  upstreamHealth: (appId: string, upstreamId: string) => `${root}:{${appId}}:upstream:${upstreamId}`,
} as const;

/** Lengths that bound the streams. */
export const streamBounds = { changes: 10_000, reports: 10_000, usage: 100_000 } as const;
export const HEARTBEAT_SECONDS = 1;
/** A gateway whose last heartbeat is older is shown as gone. */
export const GATEWAY_GONE_SECONDS = 10;
