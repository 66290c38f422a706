import { z } from 'zod';
import { RetryAnswers } from './answer-retries.ts';
import { Balance, HashBy } from './balancing.ts';
import { checkLimitParameters, limitParameters, routeCost } from './limit-parameters.ts';
import { pluginPhases } from './plugin-manifest.ts';
import {
  AuthorizeFailure,
  Environment,
  HttpMethod,
  HttpsMode,
  JwtAlgorithm,
  LimitAlgorithm,
  LimitStore,
  LimitSubject,
  PluginPlace,
  QuotaKind,
  QuotaPeriod,
  QuotaSubject,
  RouteAuth,
  RouteAuthorization,
  TenantStatus,
  UnknownTenant,
} from './vocabulary.ts';

/**
 * The documents that Redis carries from the admin service to the gateways, one schema per kind.
 *
 * Absent means "not set": no field is ever null, because Lua's JSON reader turns null into a value that is
 * neither nil nor false. Durations are whole milliseconds (`_ms`), moments are whole seconds since 1970 (`_at`).
 * What restricts is never expressed by absence: a revoked key and a suspended app are documents too.
 */

/** Number of shards of the host index. Part of the format: changing it needs a new format version. */
export const HOST_SHARDS = 32;
export const MAX_ROUTES_PER_APP = 5_000;
export const MAX_DOCUMENT_BYTES = 2 * 1024 * 1024;

/** A secret inside a document: AES-256-GCM, bound to the document's Redis key. See `sealing.ts`. */
export const Sealed = z.strictObject({ $sealed: z.string() });
export type Sealed = z.infer<typeof Sealed>;

/** One plugin switched on somewhere, settings already validated against the plugin's own schema. */
export const PluginUse = z.strictObject({
  name: z.string(),
  settings: z.record(z.string(), z.unknown()),
});
export type PluginUse = z.infer<typeof PluginUse>;

export const LimitPolicy = z
  .strictObject({
    id: z.uuid(),
    name: z.string(),
    algorithm: LimitAlgorithm,
    /** How much passes in one period. */
    amount: z.int().positive(),
    period_ms: z.int().positive(),
    /** The counter's identity is the combination of these. Empty: one counter for the whole app. */
    by: z.array(LimitSubject),
    store: LimitStore,
    /** What decides while Redis is away (`redis` store only). */
    on_store_failure: z.enum(['local', 'deny', 'allow']),
    ...limitParameters,
  })
  .superRefine(checkLimitParameters);
export type LimitPolicy = z.infer<typeof LimitPolicy>;

export const QuotaRecord = z.strictObject({
  id: z.uuid(),
  name: z.string(),
  /** Requests in one period. */
  amount: z.int().positive(),
  period: QuotaPeriod,
  counted_by: QuotaSubject,
  kind: QuotaKind,
  /** Name of the time zone, part of what the count is found by. */
  time_zone: z.string(),
  /** What its clocks show, see `calendar.ts`. */
  zone: z.array(z.strictObject({ from: z.int(), offset_s: z.int() })).min(1),
  /** Counts every request of the app, not only those of tenants whose tier names it. */
  applies_to_app: z.boolean(),
});
export type QuotaRecord = z.infer<typeof QuotaRecord>;

/** What all counters of a quota are named by: another period, subject or time zone begins another ledger. */
export const quotaLedger = (quota: Pick<QuotaRecord, 'id' | 'counted_by' | 'period' | 'time_zone'>): string =>
  `${quota.id}:${quota.counted_by}:${quota.period}:${quota.time_zone}`;

/** `hosts:<shard>`: host name → app and environment. Shard = crc32(host) % HOST_SHARDS. Loaded whole. */
export const HostsDocument = z.strictObject({
  hosts: z.record(
    z.string(),
    z.strictObject({
      app_id: z.uuid(),
      environment: Environment,
      /** Id of the certificate document to shake hands with. Absent: the gateway's default certificate. */
      certificate: z.string().optional(),
    }),
  ),
});
export type HostsDocument = z.infer<typeof HostsDocument>;

/** `app:<app id>` */
export const AppDocument = z.strictObject({
  id: z.uuid(),
  slug: z.string(),
  customer_id: z.uuid(),
  /** `suspended` covers the app itself and its customer (any state that is not `active`). */
  status: z.enum(['active', 'suspended']),
  path: z.strictObject({
    merge_slashes: z.boolean(),
    /** Lets `%2f` through, still encoded, as part of a segment. */
    allow_encoded_slash: z.boolean(),
  }),
  api_key: z.strictObject({
    /** Query parameter that may carry the key. Absent: header only. */
    query_param: z.string().optional(),
    /** Hand the key's header on to the upstream. */
    forward: z.boolean(),
  }),
  /** Grows when the app's kept answers are purged. */
  cache_generation: z.int().nonnegative(),
  /** Requests of the app that each gateway works on at once. Absent: the platform's bound. */
  max_in_flight: z.int().positive().optional(),
  /** Send RateLimit headers on success too. */
  limit_headers: z.boolean(),
  /** Where a host has a certificate and is not of this machine. Absent: `off`. */
  https: HttpsMode.optional(),
  /** Tell backends who calls in a signed JWT too. Absent: no. */
  assertion: z.boolean().optional(),
  /** Every policy of the app by id; attachments elsewhere name ids, so editing a policy rewrites one document. */
  limits: z.record(z.uuid(), LimitPolicy),
  /** Policies that apply to every request of the app. */
  applied_limits: z.array(z.uuid()),
  /** Absent: what tokens and keys say of tenants is handed on, and no document of one is asked for. */
  tenancy: z
    .strictObject({
      required: z.boolean(),
      unknown: UnknownTenant,
      /** Of tenants without a tier, and of unknown ones that are served. */
      default_tier: z.uuid().optional(),
      /** Tier → ids of the policies that apply to its tenants, and of the quotas that count them (absent: none). */
      tiers: z.record(
        z.uuid(),
        z.strictObject({ name: z.string(), limits: z.array(z.uuid()), quotas: z.array(z.uuid()).optional() }),
      ),
    })
    .optional(),
  /** Absent, as before there were roles: a token's are trusted, and nobody has others. */
  authorization: z
    .strictObject({
      trust_token_roles: z.boolean(),
      /** Whether the app has roles; then there is a document of them. */
      roles: z.boolean(),
      /** Whether roles were granted to users; then their documents are worth asking for. */
      grants: z.boolean(),
    })
    .optional(),
  /** Every quota of the app; each environment counts by itself. Absent: none. */
  quotas: z.array(QuotaRecord).optional(),
  plugins: z.array(PluginUse),
  /** Environments with an authorize callout. Absent: none. */
  callouts: z.array(Environment).optional(),
});
export type AppDocument = z.infer<typeof AppDocument>;

export const RouteRecord = z.strictObject({
  id: z.uuid(),
  name: z.string(),
  /** Empty: every method. GET answers HEAD too. */
  methods: z.array(HttpMethod),
  /** `/orders/:id`, `/files/*` (the star only at the end, matches the rest including nothing). */
  path: z.string(),
  /** All that are present must hold. Names are lower case; an empty text asks for presence only. */
  conditions: z
    .strictObject({
      hosts: z.array(z.string()).optional(),
      headers: z.record(z.string(), z.string()).optional(),
      query: z.record(z.string(), z.string()).optional(),
    })
    .optional(),
  /** Higher wins; among equals the more specific pattern. */
  priority: z.int(),
  auth: RouteAuth,
  /** `resource:action`; may use the path's parameters (`orders.:id:read`). Absent: no permission asked. */
  permission: z.string().optional(),
  /** What decides over the permission. Absent: `grants_then_callout`. */
  authorize: RouteAuthorization.optional(),
  /** Name of an upstream of the request's environment. */
  upstream: z.string(),
  /** Literal prefix taken off the path before forwarding. */
  strip_prefix: z.string().optional(),
  limits: z.array(z.uuid()),
  ...routeCost,
  plugins: z.array(PluginUse),
});
export type RouteRecord = z.infer<typeof RouteRecord>;

/** `routes:<app id>` */
export const RoutesDocument = z.strictObject({ routes: z.array(RouteRecord).max(MAX_ROUTES_PER_APP) });
export type RoutesDocument = z.infer<typeof RoutesDocument>;

export const UpstreamTarget = z.strictObject({
  /** `grpc` and `grpcs`: HTTP/2 to the target, without and with TLS. */
  scheme: z.enum(['http', 'https', 'grpc', 'grpcs']),
  /** Host name or address; IPv6 without brackets. */
  host: z.string(),
  port: z.int().min(1).max(65_535),
  /** Path put before the request's path, without a trailing slash. Empty: none. */
  path: z.string(),
  weight: z.int().min(0).max(1_000),
});
export type UpstreamTarget = z.infer<typeof UpstreamTarget>;

export const UpstreamRecord = z.strictObject({
  id: z.uuid(),
  targets: z.array(UpstreamTarget).min(1),
  balance: Balance,
  /** Present with `consistent_hash`. */
  hash_by: HashBy.optional(),
  timeouts: z.strictObject({
    connect_ms: z.int().positive(),
    send_ms: z.int().positive(),
    read_ms: z.int().positive(),
  }),
  /** `upstream` sends the target's own name, `client` the name the client asked for. */
  host_header: z.enum(['upstream', 'client']),
  tls: z.strictObject({
    verify: z.boolean(),
    /** Name for SNI and verification. Absent: the target's host. */
    server_name: z.string().optional(),
    /** What the gateway shows to targets that ask who it is; PEM, leaf first, and PKCS #8. */
    client_certificate: z.strictObject({ chain: z.string(), private_key: Sealed }).optional(),
  }),
  /** How many other targets a request may be tried on after a failed connect. */
  retries: z.int().min(0).max(5),
  /** Meaning and bounds: `AnswerRetries`. Absent: an answer is never tried again. */
  retry_answers: z.strictObject({ after: RetryAnswers, budget_percent: z.int().min(1).max(100) }).optional(),
  /** Read the request body whole before connecting. Off: bodies stream. */
  buffer_requests: z.boolean(),
  /** Meaning and bounds: `UpstreamHealthSettings`. Absent parts are off. */
  health: z
    .strictObject({
      passive: z
        .strictObject({
          failures: z.int().positive(),
          window_ms: z.int().positive(),
          eject_ms: z.int().positive(),
          statuses: z.array(z.int()),
        })
        .optional(),
      active: z
        .strictObject({
          path: z.string(),
          interval_ms: z.int().positive(),
          timeout_ms: z.int().positive(),
          unhealthy_after: z.int().positive(),
          healthy_after: z.int().positive(),
        })
        .optional(),
      slow_start_ms: z.int().positive().optional(),
    })
    .optional(),
  /** Meaning and bounds: `CircuitBreaker`. Absent: none. */
  circuit_breaker: z
    .strictObject({
      error_percent: z.int().positive(),
      requests: z.int().positive(),
      window_ms: z.int().positive(),
      open_ms: z.int().positive(),
      statuses: z.array(z.int()),
    })
    .optional(),
  /** Requests that one target works on at once, on each gateway. Absent: no bound. */
  max_in_flight: z.int().positive().optional(),
});
export type UpstreamRecord = z.infer<typeof UpstreamRecord>;

/** `upstreams:<app id>`: environment → name → upstream. */
export const UpstreamsDocument = z.strictObject({
  environments: z.partialRecord(Environment, z.record(z.string(), UpstreamRecord)),
});
export type UpstreamsDocument = z.infer<typeof UpstreamsDocument>;

/** `key:<hash>`, hash = lower-case hex HMAC-SHA-256 of the whole key under the pepper (see `api-key.ts`). */
export const KeyDocument = z.strictObject({
  id: z.uuid(),
  app_id: z.uuid(),
  environment: Environment,
  status: z.enum(['active', 'revoked']),
  expires_at: z.int().optional(),
  /** External id of the tenant that the key is bound to. */
  tenant: z.string().optional(),
  /** Permission patterns that cap what the key may do. Absent: no cap. */
  scopes: z.array(z.string()).optional(),
  /** CIDR ranges. Absent: every address. */
  ip_allow: z.array(z.string()).optional(),
  limits: z.array(z.uuid()),
});
export type KeyDocument = z.infer<typeof KeyDocument>;

/** `tenant:<app id>.<hash of its external id>` (see `document-ids.ts`). Deleted ones are `revoked`: unknown from then on. */
export const TenantDocument = z.discriminatedUnion('status', [
  z.strictObject({
    status: TenantStatus,
    /** Ours: users of a tenant that is made anew later have other documents. */
    id: z.uuid(),
    tier: z.uuid().optional(),
  }),
  z.strictObject({ status: z.literal('revoked') }),
]);
export type TenantDocument = z.infer<typeof TenantDocument>;

/** `user:<our id of the tenant>.<hash of the user's external id>`: ids of the roles granted, never their contents. */
export const UserDocument = z.strictObject({ roles: z.array(z.uuid()) });
export type UserDocument = z.infer<typeof UserDocument>;

/** `roles:<app id>` */
export const RolesDocument = z.strictObject({
  roles: z.array(
    z.strictObject({
      id: z.uuid(),
      /** As tokens name it. */
      name: z.string(),
      permissions: z.array(z.string()),
      /** Ids of roles whose permissions it has too. */
      inherits: z.array(z.uuid()),
    }),
  ),
});
export type RolesDocument = z.infer<typeof RolesDocument>;

/** A key that an issuer signs with. The algorithms belong to the key: what a token's header says chooses nothing. */
export const JwtKey = z.strictObject({
  kid: z.string().optional(),
  algorithms: z.array(JwtAlgorithm).min(1),
  /** Of the HS family; base64url. */
  secret: Sealed.optional(),
  /** SubjectPublicKeyInfo of all others. */
  pem: z.string().optional(),
});
export type JwtKey = z.infer<typeof JwtKey>;

export const JwtIssuerRecord = z.strictObject({
  id: z.uuid(),
  name: z.string(),
  /** Exactly the `iss` of its tokens. */
  issuer: z.string(),
  /** One of them has to be in `aud`. Empty: not asked. */
  audiences: z.array(z.string()),
  keys: z.array(JwtKey),
  /** Whether the admin follows a key set, so that an unknown `kid` may be a new one. */
  refreshable: z.boolean(),
  leeway_s: z.int().min(0),
  required_claims: z.array(z.string()),
  /** Where in the claims the identity stands, as names joined by dots. */
  claims: z.strictObject({ tenant: z.string(), user: z.string(), roles: z.string(), scopes: z.string() }),
  revoked: z.strictObject({
    /** `jti` of revoked tokens. */
    tokens: z.array(z.string()),
    /** `sub` → tokens issued before this moment are revoked. */
    users: z.record(z.string(), z.int()),
    /** Every token issued before this moment is revoked. */
    before: z.int().optional(),
  }),
});
export type JwtIssuerRecord = z.infer<typeof JwtIssuerRecord>;

/** `issuers:<app id>`: whose tokens an app believes. */
export const IssuersDocument = z.strictObject({ issuers: z.array(JwtIssuerRecord).max(20) });
export type IssuersDocument = z.infer<typeof IssuersDocument>;

/** A part of what an authorize callout answered, forgotten on purpose: of a tenant, a user, or a permission. */
export const AuthorizePurge = z.strictObject({
  /** External id; with `user` only that user of the tenant. */
  tenant: z.string().optional(),
  user: z.string().optional(),
  /** Pattern of the permissions whose answers are forgotten. */
  permission: z.string().optional(),
  /** Part of the name of every answer that falls under it, so that older ones are never found again. */
  generation: z.string(),
});
export type AuthorizePurge = z.infer<typeof AuthorizePurge>;
export const MAX_AUTHORIZE_PURGES = 500;

/** `authorize:<app id>.<environment>`: whom the gateway asks where grants do not decide. */
export const AuthorizeDocument = z.discriminatedUnion('status', [
  z.strictObject({
    status: z.literal('active'),
    scheme: z.enum(['http', 'https']),
    /** Host name or address; IPv6 without brackets. */
    host: z.string(),
    port: z.int().min(1).max(65_535),
    path: z.string(),
    /** Key of the signature (HMAC-SHA-256): the bytes of this text. */
    secret: Sealed,
    /** Of the whole question, from the name's resolution to the last byte. */
    timeout_ms: z.int().positive(),
    /** How long an answer is good for when it does not say so itself. */
    allow_ttl_s: z.int().min(0),
    deny_ttl_s: z.int().min(0),
    on_failure: AuthorizeFailure,
    /** With `stale`: how long after its end an answer may still be used. */
    max_stale_s: z.int().min(0),
    /** Of everything that was answered: new with the settings, and when the whole environment is purged. */
    generation: z.string(),
    purges: z.array(AuthorizePurge).max(MAX_AUTHORIZE_PURGES),
  }),
  z.strictObject({ status: z.literal('none') }),
]);
export type AuthorizeDocument = z.infer<typeof AuthorizeDocument>;

/** `certificate:<host>`: what a gateway shows for a host. The index of hosts names it. */
export const CertificateDocument = z.discriminatedUnion('status', [
  z.strictObject({
    status: z.literal('active'),
    /** PEM, leaf first. */
    chain: z.string(),
    /** PEM (PKCS #8). */
    private_key: Sealed,
  }),
  z.strictObject({ status: z.literal('revoked') }),
]);
export type CertificateDocument = z.infer<typeof CertificateDocument>;

/** `plugin:<name>`: a plugin that an operator installed. */
export const PluginDocument = z.discriminatedUnion('status', [
  z.strictObject({
    status: z.literal('active'),
    version: z.string(),
    place: PluginPlace,
    phases: z.array(z.enum(pluginPhases)),
    order: z.int(),
    /** Lua; run in an environment of its own. */
    source: z.string(),
  }),
  z.strictObject({ status: z.literal('removed') }),
]);
export type PluginDocument = z.infer<typeof PluginDocument>;

/** `platform:settings`: what workers need of the platform's config. */
export const PlatformDocument = z.strictObject({
  base_domain: z.string(),
  /** CIDR ranges of private addresses that upstreams may have. Checked again at connect time. */
  upstream_allow: z.array(z.string()),
  /** Requests of any one app that each gateway works on at once. Absent: no bound. */
  app_max_in_flight: z.int().positive().optional(),
  plugins: z.array(PluginUse),
  /** Port at which clients reach gateways by HTTPS. */
  https_port: z.int().min(1).max(65_535),
  /** `iss` of assertions; their keys are at `<issuer>/.well-known/jwks.json`. */
  issuer: z.url(),
  /** Documentation root; problem answers point to `<docs_url>#<code>`. */
  docs_url: z.url(),
});
export type PlatformDocument = z.infer<typeof PlatformDocument>;

/** `nginx:conf`: read by the agent, not by workers. */
export const NginxDocument = z.strictObject({ conf: z.string() });
export type NginxDocument = z.infer<typeof NginxDocument>;

export const documentSchemas = {
  hosts: HostsDocument,
  app: AppDocument,
  routes: RoutesDocument,
  upstreams: UpstreamsDocument,
  key: KeyDocument,
  issuers: IssuersDocument,
  tenant: TenantDocument,
  user: UserDocument,
  roles: RolesDocument,
  authorize: AuthorizeDocument,
  certificate: CertificateDocument,
  plugin: PluginDocument,
  platform: PlatformDocument,
  nginx: NginxDocument,
} as const;
export type DocumentKind = keyof typeof documentSchemas;
export type DocumentOf<K extends DocumentKind> = z.infer<(typeof documentSchemas)[K]>;

/** `<kind>:<id>`, the name that operators see and that Redis keys, changes and reports carry. */
export type DocumentName = `${DocumentKind}:${string}`;

/** The signed head: which state of the configuration the store holds. */
export const Head = z.strictObject({
  /** Fencing term of the publisher that wrote it. */
  term: z.int().positive(),
  /** Grows by one whenever an operator restores an older state, so that a lower revision is believed then. */
  epoch: z.int().positive(),
  revision: z.int().nonnegative(),
  /** Seconds since 1970 at release; refreshed every minute, so that gateways can tell a store that stands still. */
  time: z.int(),
});
export type Head = z.infer<typeof Head>;

/**
 * One entry of the change stream (stream id `<revision>-0`), signed like a document under the name
 * `change:<revision>`. A reader whose last revision is not `previous` has missed something.
 */
export const Change = z.strictObject({
  epoch: z.int().positive(),
  previous: z.int().nonnegative(),
  revision: z.int().positive(),
  documents: z.array(
    z.strictObject({
      name: z.string(),
      /** Rights taken away: acts at once, before the document itself is fetched. */
      fact: z.enum(['revoked', 'suspended']).optional(),
    }),
  ),
});
export type Change = z.infer<typeof Change>;
