import { z } from 'zod';
import { CircuitState, TargetHealth } from './upstream-health.ts';

/** A document that a gateway refused, kept until a good one took its place. */
export const Refusal = z.strictObject({
  document: z.string(),
  revision: z.int(),
  reason: z.string(),
  at: z.int(),
});
export type Refusal = z.infer<typeof Refusal>;

/** A plugin that threw on a gateway. */
export const PluginFailure = z.strictObject({
  plugin: z.string(),
  version: z.string(),
  /** The last one; printable ASCII. */
  message: z.string().max(500),
  /** Since the gateway started. */
  count: z.int(),
  at: z.int(),
});
export type PluginFailure = z.infer<typeof PluginFailure>;

/** Heartbeat of the workers of one gateway (JSON text at `redisKeys.gateway`, expires after 60 s). */
export const GatewayHeartbeat = z.strictObject({
  id: z.string(),
  name: z.string(),
  /** New with every start of the gateway. */
  boot: z.string(),
  version: z.string(),
  /** Revision that all workers serve. */
  revision: z.int(),
  epoch: z.int(),
  workers: z.int(),
  documents: z.int(),
  memory_bytes: z.int(),
  connections: z.int(),
  requests: z.int(),
  refusals: z.array(Refusal),
  /** Absent from gateways of the release before. */
  plugin_failures: z.array(PluginFailure).optional(),
  at: z.int(),
});
export type GatewayHeartbeat = z.infer<typeof GatewayHeartbeat>;

/** Heartbeat of the agent beside it (JSON text at `redisKeys.agent`, expires after 60 s). */
export const AgentHeartbeat = z.strictObject({
  id: z.string(),
  boot: z.string(),
  nginx_version: z.string(),
  lua_version: z.string(),
  /** Of OpenResty, which brings both; four numbers. */
  openresty_version: z.string().optional(),
  /** That nginx is linked with. Absent where it is something else. */
  openssl_version: z.string().optional(),
  conf: z.strictObject({
    /** Revision of the nginx.conf in service; 0 before the first. */
    revision: z.int(),
    state: z.enum(['live', 'refused', 'starting']),
    refused_revision: z.int().optional(),
    /** What `nginx -t` said. */
    reason: z.string().optional(),
    reloaded_at: z.int().optional(),
  }),
  at: z.int(),
});
export type AgentHeartbeat = z.infer<typeof AgentHeartbeat>;

/** What a gateway that watches an upstream knows (JSON in the hash `redisKeys.upstreamHealth`); renewed while it does. */
export const UpstreamReport = z.strictObject({
  gateway: z.string(),
  name: z.string(),
  /** Absent without a circuit breaker. */
  circuit: CircuitState.optional(),
  targets: z.array(TargetHealth),
  at: z.int(),
});
export type UpstreamReport = z.infer<typeof UpstreamReport>;
/** A gateway reports at each change, and this often while requests come. */
export const UPSTREAM_REPORT_SECONDS = 10;

/** Entry of the reports stream: field `report` holds this as JSON. */
export const GatewayReport = z.strictObject({
  gateway: z.string(),
  /** Revision up to which the gateway serves everything (after fetch, verify and build). */
  revision: z.int(),
  refusals: z.array(Refusal),
});
export type GatewayReport = z.infer<typeof GatewayReport>;
