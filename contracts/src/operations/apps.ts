import { z } from 'zod';
import {
  customerAccess,
  Id,
  idParams,
  Liveness,
  Moment,
  Name,
  operation,
  page,
  pageQuery,
  Slug,
} from '../operation.ts';
import { Environment, HttpMethod, HttpsMode, UnknownTenant } from '../vocabulary.ts';

/** Apps, their environments, and trying them. */

export const AppSettings = z.strictObject({
  path: z.strictObject({
    merge_slashes: z.boolean().default(true),
    allow_encoded_slash: z.boolean().default(false),
  }),
  api_key: z.strictObject({
    query_param: z
      .string()
      .regex(/^[A-Za-z0-9_-]{1,64}$/)
      .optional(),
    forward: z.boolean().default(false),
  }),
  limit_headers: z.boolean().default(true),
  tenancy: z
    .strictObject({
      /** Callers who show who they are must belong to a tenant. */
      required: z.boolean().default(false),
      unknown: UnknownTenant.default('serve'),
    })
    .prefault({}),
  authorization: z
    .strictObject({
      /** Roles that a token names count, and the backend is told them. */
      trust_token_roles: z.boolean().default(true),
    })
    .prefault({}),
  https: HttpsMode.default('redirect'),
  /** Tell backends who calls in a signed JWT too, `X-Aegis-Assertion`. */
  assertion: z.boolean().default(false),
  /** Requests of the app that each gateway works on at once; more are refused. The platform may allow less. */
  max_in_flight: z.int().min(1).max(1_000_000).optional(),
});
export type AppSettings = z.infer<typeof AppSettings>;

export const AppEnvironment = z.strictObject({
  name: Environment,
  /** Host names that reach this environment; the first is the main one. */
  hosts: z.array(z.string()),
  /** Whether an upstream is set, so that traffic can be served. */
  ready: z.boolean(),
  /** When the first request was counted. Absent: none yet. */
  first_request_at: Moment.optional(),
});
export type AppEnvironment = z.infer<typeof AppEnvironment>;

export const App = z.strictObject({
  id: Id,
  slug: Slug,
  name: Name,
  status: z.enum(['active', 'suspended']),
  settings: AppSettings,
  environments: z.array(AppEnvironment),
  created_at: Moment,
  updated_at: Moment,
  liveness: Liveness,
});
export type App = z.infer<typeof App>;

/** An address of these schemes without user, query or fragment. */
const addressOf = (protocol: RegExp, words: string) =>
  z
    .url({ protocol })
    .max(500)
    .refine((text) => {
      // Checks run even when an earlier one failed; that one has said it then.
      if (!URL.canParse(text)) return true;
      const url = new URL(text);
      return url.username === '' && url.password === '' && url.search === '' && url.hash === '';
    }, `${words} address without user, query or fragment`);

export const WebUrl = addressOf(/^https?$/, 'an http or https');
/** `grpc` and `grpcs` speak HTTP/2 to the backend, without and with TLS. */
export const UpstreamUrl = addressOf(/^(?:https?|grpcs?)$/, 'an http, https, grpc or grpcs');

export const listApps = operation({
  id: 'apps.list',
  method: 'GET',
  path: '/apps',
  summary: 'Apps of the company',
  access: customerAccess('apps', 'read'),
  query: pageQuery(['created_at', 'name']),
  response: page(App),
});
export const createApp = operation({
  id: 'apps.create',
  method: 'POST',
  path: '/apps',
  summary: 'Create an app',
  description:
    'With `upstream_url` the app is ready at once: a production upstream, a catch-all route that asks for an API key, and a first key, whose text is shown once.',
  access: customerAccess('apps', 'write'),
  body: z.strictObject({ name: Name, slug: Slug.optional(), upstream_url: UpstreamUrl.optional() }),
  response: App.extend({ first_key: z.string().optional() }),
  status: 201,
  idempotent: true,
  errors: ['slug_taken', 'upstream_address_refused', 'customer_not_active', 'entitlement_reached'],
});
export const getApp = operation({
  id: 'apps.get',
  method: 'GET',
  path: '/apps/:id',
  summary: 'One app, by id or slug',
  access: customerAccess('apps', 'read'),
  params: z.strictObject({ id: z.union([Id, Slug]) }),
  response: App,
  versioned: true,
});
export const updateApp = operation({
  id: 'apps.update',
  method: 'PATCH',
  path: '/apps/:id',
  summary: 'Rename an app, change its settings, suspend or resume it',
  access: customerAccess('apps', 'write'),
  params: idParams,
  body: z.strictObject({
    name: Name.optional(),
    status: z.enum(['active', 'suspended']).optional(),
    settings: AppSettings.optional(),
  }),
  response: App,
  versioned: true,
});
export const deleteApp = operation({
  id: 'apps.delete',
  method: 'DELETE',
  path: '/apps/:id',
  summary: 'Delete an app with everything in it; its traffic stops at once',
  access: customerAccess('apps', 'delete'),
  params: idParams,
});

export const probeUpstream = operation({
  id: 'apps.probe_upstream',
  method: 'POST',
  path: '/upstream-probes',
  summary: 'Try an upstream address once and say what came back',
  access: customerAccess('upstreams', 'write'),
  body: z.strictObject({ url: UpstreamUrl }),
  response: z.strictObject({
    reachable: z.boolean(),
    status: z.int().optional(),
    took_ms: z.int(),
    tls: z.enum(['none', 'verified', 'failed']),
    /** Why not, and what to do. */
    cause: z.string().optional(),
  }),
  errors: ['upstream_address_refused', 'too_many_attempts'],
});

export const tryApp = operation({
  id: 'apps.try',
  method: 'POST',
  path: '/apps/:id/try',
  summary: 'Send one request through the real gateway',
  description: 'The request is traced: `traces.get` with the X-Request-Id of its answer tells its steps.',
  access: customerAccess('apps', 'write'),
  params: idParams,
  body: z.strictObject({
    environment: Environment.default('production'),
    method: HttpMethod.default('GET'),
    path: z.string().startsWith('/').max(2_000),
    headers: z.record(z.string().max(100), z.string().max(4_000)).optional(),
    body: z.string().max(100_000).optional(),
  }),
  response: z.strictObject({
    status: z.int(),
    headers: z.record(z.string(), z.string()),
    /** At most 64 KiB, as text. */
    body: z.string(),
    truncated: z.boolean(),
    took_ms: z.int(),
  }),
  errors: ['unavailable', 'too_many_attempts'],
});

export const appOperations = { listApps, createApp, getApp, updateApp, deleteApp, probeUpstream, tryApp };
