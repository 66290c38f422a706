import { z } from 'zod';
import { AnswerRetries } from '../answer-retries.ts';
import { balancing, checkBalancing } from '../balancing.ts';
import { checkLimitParameters, limitParameters, MAX_COST } from '../limit-parameters.ts';
import { customerAccess, Id, Liveness, Moment, operation, page, pageQuery } from '../operation.ts';
import { RoutePermission } from '../permission.ts';
import { CircuitBreaker, CircuitState, TargetHealth, UpstreamHealthSettings } from '../upstream-health.ts';
import {
  Environment,
  HttpMethod,
  LimitAlgorithm,
  LimitStore,
  LimitSubject,
  RouteAuth,
  RouteAuthorization,
} from '../vocabulary.ts';
import { UpstreamUrl } from './apps.ts';

/** What carries traffic: upstreams, routes, limits and plugin settings of an app. */

const appParams = z.strictObject({ app_id: Id });
const partParams = z.strictObject({ app_id: Id, id: Id });
/** A name by which other settings point to a thing. */
export const Reference = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9_-]{0,62}[a-z0-9])?$/, 'lower-case letters, digits, - and _');

const stamps = { id: Id, created_at: Moment, updated_at: Moment, liveness: Liveness };

// upstreams
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

/** What stands for a secret setting in answers; sent in a change, it leaves the secret as it is. */
export const secretIsSet = { $set: true } as const;

// plugin settings on an app or a route, validated against the plugin's own schema
export const PluginSettings = z.record(z.string().max(64), z.record(z.string(), z.unknown()));

// routes
/** Segments of unreserved characters and sub-delimiters, `:param`, or a final `*`. */
export const RoutePath = z
  .string()
  .max(1_000)
  .regex(
    /^(?:\/(?:[A-Za-z0-9._~!$&'()+,;=@-]+|:[A-Za-z][A-Za-z0-9_]{0,63}))*(?:\/\*|\/)?$/,
    'for example /orders/:id or /files/*',
  )
  .refine((path) => path.startsWith('/'), 'starts with /')
  .refine((path) => !/\/\.{1,2}(?:\/|$)/.test(path), 'no dot segments');
const headerName = z.string().regex(/^[a-z0-9-]{1,100}$/, 'lower-case letters, digits and hyphens');
const routeInput = {
  name: Reference,
  methods: z.array(HttpMethod).max(7).default([]),
  path: RoutePath,
  conditions: z
    .strictObject({
      hosts: z.array(z.hostname().max(253)).max(20).optional(),
      headers: z.record(headerName, z.string().max(500)).optional(),
      query: z.record(z.string().min(1).max(100), z.string().max(500)).optional(),
    })
    .optional(),
  priority: z.int().min(-1_000).max(1_000).default(0),
  auth: RouteAuth.default('api_key'),
  permission: RoutePermission.optional(),
  authorize: RouteAuthorization.default('grants_then_callout'),
  upstream: Reference.default('default'),
  strip_prefix: RoutePath.optional(),
  /** Names of limits. */
  limits: z.array(Reference).max(20).default([]),
  /** What each request counts in limits. */
  cost: z.int().min(0).max(MAX_COST).default(1),
  /** Header of the backend's answer that tells the cost; what is above `cost` is owed. */
  cost_header: z.strictObject({ name: headerName, remove: z.boolean().default(false) }).optional(),
  plugins: PluginSettings.default({}),
};
/** What the backend is asked about is the permission. */
function checkAuthorization(
  { authorize, permission }: { authorize: RouteAuthorization; permission?: string | undefined },
  context: z.RefinementCtx,
): void {
  if (authorize !== 'callout' || permission !== undefined) return;
  context.addIssue({
    code: 'custom',
    path: ['permission'],
    message: 'callout needs it: it is what is asked',
  });
}
export const RouteBody = z.strictObject(routeInput).superRefine(checkAuthorization);
export type RouteBody = z.infer<typeof RouteBody>;
export const Route = z.strictObject({ ...stamps, ...routeInput });
export type Route = z.infer<typeof Route>;

export const listRoutes = operation({
  id: 'routes.list',
  method: 'GET',
  path: '/apps/:app_id/routes',
  summary: 'Routes of an app',
  access: customerAccess('routes', 'read'),
  params: appParams,
  query: pageQuery(['name', 'path', 'created_at']),
  response: page(Route),
});
export const createRoute = operation({
  id: 'routes.create',
  method: 'POST',
  path: '/apps/:app_id/routes',
  summary: 'Add a route',
  access: customerAccess('routes', 'write'),
  params: appParams,
  body: RouteBody,
  response: Route,
  status: 201,
  idempotent: true,
  errors: ['conflict', 'entitlement_reached'],
});
export const getRoute = operation({
  id: 'routes.get',
  method: 'GET',
  path: '/apps/:app_id/routes/:id',
  summary: 'One route',
  access: customerAccess('routes', 'read'),
  params: partParams,
  response: Route,
  versioned: true,
});
export const replaceRoute = operation({
  id: 'routes.replace',
  method: 'PUT',
  path: '/apps/:app_id/routes/:id',
  summary: 'Change a route',
  access: customerAccess('routes', 'write'),
  params: partParams,
  body: RouteBody,
  response: Route,
  versioned: true,
  errors: ['conflict'],
});
export const deleteRoute = operation({
  id: 'routes.delete',
  method: 'DELETE',
  path: '/apps/:app_id/routes/:id',
  summary: 'Remove a route',
  access: customerAccess('routes', 'delete'),
  params: partParams,
});

// limits
const limitInput = {
  name: Reference,
  algorithm: LimitAlgorithm.default('sliding_window'),
  amount: z.int().min(1).max(1_000_000_000),
  period_ms: z
    .int()
    .min(1_000)
    .max(24 * 3_600_000),
  by: z.array(LimitSubject).max(5).default(['key']),
  store: LimitStore.default('synced'),
  on_store_failure: z.enum(['local', 'deny', 'allow']).default('local'),
  /** Applies to every request of the app, not only where a route or key names it. */
  applies_to_app: z.boolean().default(false),
  ...limitParameters,
};
export const LimitBody = z.strictObject(limitInput).superRefine(checkLimitParameters);
export const Limit = z.strictObject({ ...stamps, ...limitInput });
export type Limit = z.infer<typeof Limit>;

export const listLimits = operation({
  id: 'limits.list',
  method: 'GET',
  path: '/apps/:app_id/limits',
  summary: 'Rate limits of an app',
  access: customerAccess('limits', 'read'),
  params: appParams,
  query: pageQuery(['name']),
  response: page(Limit),
});
export const createLimit = operation({
  id: 'limits.create',
  method: 'POST',
  path: '/apps/:app_id/limits',
  summary: 'Add a rate limit',
  access: customerAccess('limits', 'write'),
  params: appParams,
  body: LimitBody,
  response: Limit,
  status: 201,
  idempotent: true,
  errors: ['conflict'],
});
export const getLimit = operation({
  id: 'limits.get',
  method: 'GET',
  path: '/apps/:app_id/limits/:id',
  summary: 'One rate limit',
  access: customerAccess('limits', 'read'),
  params: partParams,
  response: Limit,
  versioned: true,
});
export const replaceLimit = operation({
  id: 'limits.replace',
  method: 'PUT',
  path: '/apps/:app_id/limits/:id',
  summary: 'Change a rate limit',
  access: customerAccess('limits', 'write'),
  params: partParams,
  body: LimitBody,
  response: Limit,
  versioned: true,
  errors: ['conflict'],
});
export const deleteLimit = operation({
  id: 'limits.delete',
  method: 'DELETE',
  path: '/apps/:app_id/limits/:id',
  summary: 'Remove a rate limit that no route or key names',
  access: customerAccess('limits', 'delete'),
  params: partParams,
  errors: ['in_use'],
});

// plugins
export const PluginManifest = z.strictObject({
  name: z.string(),
  version: z.string(),
  summary: z.string(),
  place: z.enum(['early', 'main', 'response']),
  order: z.int(),
  /** JSON Schema (2020-12) of the settings, with titles and descriptions for the form. */
  settings: z.record(z.string(), z.unknown()),
});
export type PluginManifest = z.infer<typeof PluginManifest>;
export const listPlugins = operation({
  id: 'plugins.list',
  method: 'GET',
  path: '/plugins',
  summary: 'Plugins of this platform with the schema of their settings',
  access: customerAccess('plugins', 'read'),
  response: z.strictObject({ items: z.array(PluginManifest) }),
});
export const AppPlugins = z.strictObject({ plugins: PluginSettings, liveness: Liveness });
export const getAppPlugins = operation({
  id: 'plugins.get_for_app',
  method: 'GET',
  path: '/apps/:app_id/plugins',
  summary: 'Plugins switched on for the whole app',
  access: customerAccess('plugins', 'read'),
  params: appParams,
  response: AppPlugins,
  versioned: true,
});
export const replaceAppPlugins = operation({
  id: 'plugins.replace_for_app',
  method: 'PUT',
  path: '/apps/:app_id/plugins',
  summary: 'Switch plugins on or off for the whole app',
  description:
    'A secret setting is answered as {"$set": true}; sent like this, it stays as it is. Routes and the platform’s settings do the same.',
  access: customerAccess('plugins', 'write'),
  params: appParams,
  body: z.strictObject({ plugins: PluginSettings }),
  response: AppPlugins,
  versioned: true,
});
export const purgeCache = operation({
  id: 'plugins.purge_cache',
  method: 'POST',
  path: '/apps/:app_id/cache/purge',
  summary: 'Forget every answer that response_cache keeps for the app, on all gateways',
  access: customerAccess('plugins', 'write'),
  params: appParams,
  response: z.strictObject({ liveness: Liveness }),
});

export const trafficOperations = {
  listUpstreams,
  createUpstream,
  getUpstream,
  replaceUpstream,
  getUpstreamHealth,
  deleteUpstream,
  listRoutes,
  createRoute,
  getRoute,
  replaceRoute,
  deleteRoute,
  listLimits,
  createLimit,
  getLimit,
  replaceLimit,
  deleteLimit,
  listPlugins,
  getAppPlugins,
  replaceAppPlugins,
  purgeCache,
};
