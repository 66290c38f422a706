import { z } from 'zod';

/** The product's closed word lists. Every other file takes them from here. */

export const environments = ['production', 'staging', 'development'] as const;
export const Environment = z.enum(environments);
export type Environment = z.infer<typeof Environment>;

/** The word that an API key carries for its environment. */
export const environmentTags = {
  production: 'prod',
  staging: 'stag',
  development: 'dev',
} as const satisfies Record<Environment, string>;

export const CustomerStatus = z.enum(['unverified', 'pending', 'active', 'suspended', 'closed']);
export type CustomerStatus = z.infer<typeof CustomerStatus>;

export const MemberRole = z.enum(['owner', 'admin', 'developer', 'billing', 'viewer']);
export type MemberRole = z.infer<typeof MemberRole>;

export const OperatorRole = z.enum(['owner', 'admin', 'support', 'viewer']);
export type OperatorRole = z.infer<typeof OperatorRole>;

export const RegistrationMode = z.enum(['open', 'approval', 'invite', 'closed']);
export type RegistrationMode = z.infer<typeof RegistrationMode>;

/** How callers of a route show who they are: `any` takes either, `both` wants a key and a token. */
export const RouteAuth = z.enum(['none', 'api_key', 'jwt', 'any', 'both']);
export type RouteAuth = z.infer<typeof RouteAuth>;

/**
 * What decides over a route's permission: nothing; what the caller was granted (scopes, roles); the app's own backend;
 * or that backend where what was granted leaves it open.
 */
export const RouteAuthorization = z.enum(['off', 'grants', 'callout', 'grants_then_callout']);
export type RouteAuthorization = z.infer<typeof RouteAuthorization>;

export const TenantStatus = z.enum(['active', 'suspended']);
export type TenantStatus = z.infer<typeof TenantStatus>;

/** What an app does with a tenant that nobody told us about: refuse it, or serve it under the default tier. */
export const UnknownTenant = z.enum(['refuse', 'serve']);
export type UnknownTenant = z.infer<typeof UnknownTenant>;

/** What a customer calls a tenant or a user: as tokens and keys say it. Any text of one line. */
export const ExternalId = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^\s\p{Cc}\p{Cs}](?:[^\p{Cc}\p{Cs}]*[^\s\p{Cc}\p{Cs}])?$/u, 'one line without blanks at its ends');

/** As identity providers write roles. */
export const RoleName = z
  .string()
  .regex(/^[A-Za-z0-9](?:[A-Za-z0-9_.:-]{0,62}[A-Za-z0-9])?$/, 'letters, digits, - _ . and :');

/** What decides while the authorize callout gives no answer. `stale`: the last known answer, up to an age. */
export const AuthorizeFailure = z.enum(['deny', 'stale', 'allow']);
export type AuthorizeFailure = z.infer<typeof AuthorizeFailure>;

/** JSON Web Algorithms (RFC 7518, RFC 8037) by the kind of key that they take. */
export const jwtAlgorithms = {
  secret: ['HS256', 'HS384', 'HS512'],
  rsa: ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  'P-256': ['ES256'],
  'P-384': ['ES384'],
  'P-521': ['ES512'],
  okp: ['EdDSA'],
} as const;
export const JwtAlgorithm = z.enum(Object.values(jwtAlgorithms).flat());
export type JwtAlgorithm = z.infer<typeof JwtAlgorithm>;

/**
 * What an app does with plain HTTP on a host that has a certificate: serves it, sends callers to HTTPS, or refuses it.
 * The last two tell browsers to use HTTPS alone from then on (HSTS).
 */
export const HttpsMode = z.enum(['off', 'redirect', 'require']);
export type HttpsMode = z.infer<typeof HttpsMode>;

export const LimitAlgorithm = z.enum(['fixed_window', 'sliding_window', 'token_bucket', 'leaky_bucket']);
export type LimitAlgorithm = z.infer<typeof LimitAlgorithm>;

export const LimitStore = z.enum(['local', 'redis', 'synced']);
export type LimitStore = z.infer<typeof LimitStore>;

export const limitSubjects = ['app', 'route', 'key', 'tenant', 'user', 'ip'] as const;
/** Credentials are counted as key and user: their text becomes part of no name. */
const secretHeaders = '(?!(?:authorization|proxy-authorization|cookie|x-api-key)$)';
/**
 * What a limit counts by. `ip` is the client's address after trusted proxies; `header:x-plan` what the client sends;
 * `claim:org.id` what its token says, names joined by dots. Callers without it share one counter.
 */
export const LimitSubject = z.union(
  [
    z.enum(limitSubjects),
    z.templateLiteral(['header:', z.string().regex(new RegExp(`^${secretHeaders}[a-z0-9-]{1,100}$`))]),
    z.templateLiteral(['claim:', z.string().regex(/^[\x21-\x7e]{1,200}$/)]),
  ],
  { error: `${limitSubjects.join(', ')}, header:<name in lower case> (no credentials) or claim:<path>` },
);
export type LimitSubject = z.infer<typeof LimitSubject>;

/** A quota counts calendar days or months. */
export const QuotaPeriod = z.enum(['day', 'month']);
export type QuotaPeriod = z.infer<typeof QuotaPeriod>;

/** A `hard` quota refuses what is above it; a `soft` one counts on. */
export const QuotaKind = z.enum(['hard', 'soft']);
export type QuotaKind = z.infer<typeof QuotaKind>;

/** Whose requests a quota counts together. Never a key: more keys, or new ones, do not make more of it. */
export const QuotaSubject = z.enum(['tenant', 'app']);
export type QuotaSubject = z.infer<typeof QuotaSubject>;

export const PluginPlace = z.enum(['early', 'main', 'response']);
export type PluginPlace = z.infer<typeof PluginPlace>;

export const httpMethods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;
export const HttpMethod = z.enum(httpMethods);
export type HttpMethod = z.infer<typeof HttpMethod>;
