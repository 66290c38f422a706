import { z } from 'zod';
import { AnswerRetries } from '../answer-retries.ts';
import { balancing, checkBalancing } from '../balancing.ts';
import { customerAccess, Moment, operation, page, pageQuery } from '../operation.ts';
import { CircuitBreaker, CircuitState, TargetHealth, UpstreamHealthSettings } from '../upstream-health.ts';
import { Environment } from '../vocabulary.ts';
import { appParams, partParams, Reference, stamps } from './app-part.ts';
import { UpstreamUrl } from './apps.ts';

/** Where the requests of an app go. */

const upstreamInput = {
  targets: z
    .array(z.strictObject({ url: UpstreamUrl, weight: z.int().min(0).max(1_000).default(1) }))
    .min(1)
    .max(100),
  ...balancing,
  timeouts: z
    .strictObject({
      connect_ms: z.int().min(10).max(60_000).default(5_000),
      send_ms: z.int().min(100).max(3_600_000).default(60_000),
      read_ms: z.int().min(100).max(3_600_000).default(60_000),
    })
    .prefault({}),
  host_header: z.enum(['upstream', 'client']).default('upstream'),
  tls: z
    .strictObject({
      verify: z.boolean().default(true),
      server_name: z.hostname().max(253).optional(),
      /** What the gateway shows to targets that ask who it is. */
      client_certificate: z
        .strictObject({
          /** PEM, leaf first. */
          chain: z.string().min(1).max(100_000),
          /** PEM without a passphrase; never told back. Absent at a change: what is in force stays. */
          private_key: z.string().min(1).max(20_000).optional(),
        })
        .optional(),
    })
    .prefault({}),
  retries: z.int().min(0).max(5).default(1),
  retry_answers: AnswerRetries.optional(),
  buffer_requests: z.boolean().default(false),
  health: UpstreamHealthSettings.optional(),
  circuit_breaker: CircuitBreaker.optional(),
  /** Requests that one target works on at once, on each gateway; more are refused. */
  max_in_flight: z.int().min(1).max(1_000_000).optional(),
};
export const UpstreamBody = z
  .strictObject({ environment: Environment, name: Reference.default('default'), ...upstreamInput })
  .superRefine(checkBalancing);
export const Upstream = z.strictObject({
  ...stamps,
  environment: Environment,
  name: Reference,
  ...upstreamInput,
});
export type Upstream = z.infer<typeof Upstream>;

export const listUpstreams = operation({
  id: 'upstreams.list',
  method: 'GET',
  path: '/apps/:app_id/upstreams',
  summary: 'Upstreams of an app, all environments',
  access: customerAccess('upstreams', 'read'),
  params: appParams,
  query: pageQuery(['name']).extend({ environment: Environment.optional() }),
  response: page(Upstream),
});
export const createUpstream = operation({
  id: 'upstreams.create',
  method: 'POST',
  path: '/apps/:app_id/upstreams',
  summary: 'Add an upstream to an environment',
  access: customerAccess('upstreams', 'write'),
  params: appParams,
  body: UpstreamBody,
  response: Upstream,
  status: 201,
  idempotent: true,
  errors: ['conflict', 'upstream_address_refused'],
});
export const getUpstream = operation({
  id: 'upstreams.get',
  method: 'GET',
  path: '/apps/:app_id/upstreams/:id',
  summary: 'One upstream',
  access: customerAccess('upstreams', 'read'),
  params: partParams,
  response: Upstream,
  versioned: true,
});
export const replaceUpstream = operation({
  id: 'upstreams.replace',
  method: 'PUT',
  path: '/apps/:app_id/upstreams/:id',
  summary: 'Change an upstream',
  access: customerAccess('upstreams', 'write'),
  params: partParams,
  body: z.strictObject(upstreamInput).superRefine(checkBalancing),
  response: Upstream,
  versioned: true,
  errors: ['upstream_address_refused'],
});
export const UpstreamHealth = z.strictObject({
  /** Gateways that watch it now, since requests reach it there. None without settings for `health` or `circuit_breaker`. */
  gateways: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string(),
      at: Moment,
      /** Absent without a circuit breaker. */
      circuit: CircuitState.optional(),
      targets: z.array(TargetHealth),
    }),
  ),
});
export type UpstreamHealth = z.infer<typeof UpstreamHealth>;
export const getUpstreamHealth = operation({
  id: 'upstreams.get_health',
  method: 'GET',
  path: '/apps/:app_id/upstreams/:id/health',
  summary: 'What each gateway knows about the health of the targets',
  access: customerAccess('upstreams', 'read'),
  params: partParams,
  response: UpstreamHealth,
});
export const deleteUpstream = operation({
  id: 'upstreams.delete',
  method: 'DELETE',
  path: '/apps/:app_id/upstreams/:id',
  summary: 'Remove an upstream that no route uses',
  access: customerAccess('upstreams', 'delete'),
  params: partParams,
  errors: ['in_use'],
});

export const upstreamOperations = {
  listUpstreams,
  createUpstream,
  getUpstream,
  replaceUpstream,
  getUpstreamHealth,
  deleteUpstream,
};
