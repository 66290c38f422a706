import { z } from 'zod';
import { customerAccess, Id, Liveness, Moment, operation, page, pageQuery } from '../operation.ts';
import { JwtAlgorithm, jwtAlgorithms } from '../vocabulary.ts';
import { appParams, partParams, Reference } from './app-part.ts';

/** Identity providers whose JSON Web Tokens an app believes. */

/** A claim by name, or by names joined with dots for a nested one. */
const ClaimPath = z.string().min(1).max(200);
const PublicAlgorithm = JwtAlgorithm.exclude(jwtAlgorithms.secret);
const publicAlgorithms = z.array(PublicAlgorithm).min(1).max(10);
const HttpsUrl = z.url({ protocol: /^https?$/ }).max(500);

/** Where an issuer's keys come from. The algorithms that it may use are ours to choose, never the token's. */
export const JwtKeySource = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('secret'),
    /** Shown never again. Absent in a change: stays as it is. */
    secret: z.string().min(32).max(1_024).optional(),
    encoding: z.enum(['text', 'base64']).default('text'),
    algorithms: z.array(JwtAlgorithm.extract(jwtAlgorithms.secret)).min(1).default(['HS256']),
  }),
  z.strictObject({
    kind: z.literal('public_key'),
    /** Absent in a change, like `keys` below: the keys in force stay, with their names and algorithms. */
    pem: z.string().max(10_000).optional(),
    kid: z.string().min(1).max(200).optional(),
    algorithms: publicAlgorithms,
  }),
  z.strictObject({
    kind: z.literal('jwks'),
    keys: z.array(z.record(z.string(), z.unknown())).min(1).max(20).optional(),
    algorithms: publicAlgorithms,
  }),
  z.strictObject({ kind: z.literal('jwks_url'), url: HttpsUrl, algorithms: publicAlgorithms }),
  /** `<issuer>/.well-known/openid-configuration` (OpenID Connect Discovery 1.0) names the key set. */
  z.strictObject({ kind: z.literal('discovery'), algorithms: publicAlgorithms }),
]);
export type JwtKeySource = z.infer<typeof JwtKeySource>;

const common = {
  name: Reference,
  /** Exactly what its tokens say as `iss`. */
  issuer: z.string().min(1).max(500),
  audiences: z.array(z.string().min(1).max(500)).max(20).default([]),
  leeway_s: z.int().min(0).max(300).default(60),
  required_claims: z.array(z.string().min(1).max(100)).max(20).default(['exp']),
  claims: z
    .strictObject({
      tenant: ClaimPath.default('tenant_id'),
      user: ClaimPath.default('sub'),
      roles: ClaimPath.default('roles'),
      scopes: ClaimPath.default('scope'),
    })
    .prefault({}),
};
export const JwtIssuerBody = z.strictObject({ ...common, source: JwtKeySource });
export type JwtIssuerBody = z.infer<typeof JwtIssuerBody>;

export const JwtIssuer = z.strictObject({
  id: Id,
  ...common,
  source: z.strictObject({
    kind: z.enum(['secret', 'public_key', 'jwks', 'jwks_url', 'discovery']),
    algorithms: z.array(JwtAlgorithm),
    url: z.string().optional(),
  }),
  /** The keys in force. */
  keys: z.array(z.strictObject({ kid: z.string().optional(), algorithms: z.array(JwtAlgorithm) })),
  /** When the key set was last fetched well, and what went wrong since. */
  fetched_at: Moment.optional(),
  fetch_problem: z.string().optional(),
  created_at: Moment,
  updated_at: Moment,
  liveness: Liveness,
});
export type JwtIssuer = z.infer<typeof JwtIssuer>;

export const listJwtIssuers = operation({
  id: 'jwt_issuers.list',
  method: 'GET',
  path: '/apps/:app_id/jwt-issuers',
  summary: 'Identity providers of an app',
  access: customerAccess('issuers', 'read'),
  params: appParams,
  query: pageQuery(['name']),
  response: page(JwtIssuer),
});
export const createJwtIssuer = operation({
  id: 'jwt_issuers.create',
  method: 'POST',
  path: '/apps/:app_id/jwt-issuers',
  summary: 'Believe the tokens of an identity provider',
  description:
    'A key set by URL or discovery is fetched at once, and refused when it holds no key that can be used.',
  access: customerAccess('issuers', 'write'),
  params: appParams,
  body: JwtIssuerBody,
  response: JwtIssuer,
  status: 201,
  idempotent: true,
  errors: ['conflict', 'entitlement_reached'],
});
export const getJwtIssuer = operation({
  id: 'jwt_issuers.get',
  method: 'GET',
  path: '/apps/:app_id/jwt-issuers/:id',
  summary: 'One identity provider',
  access: customerAccess('issuers', 'read'),
  params: partParams,
  response: JwtIssuer,
  versioned: true,
});
export const replaceJwtIssuer = operation({
  id: 'jwt_issuers.replace',
  method: 'PUT',
  path: '/apps/:app_id/jwt-issuers/:id',
  summary: 'Change an identity provider',
  access: customerAccess('issuers', 'write'),
  params: partParams,
  body: JwtIssuerBody,
  response: JwtIssuer,
  versioned: true,
  errors: ['conflict'],
});
export const deleteJwtIssuer = operation({
  id: 'jwt_issuers.delete',
  method: 'DELETE',
  path: '/apps/:app_id/jwt-issuers/:id',
  summary: 'Stop believing an identity provider; its tokens are refused at once',
  access: customerAccess('issuers', 'delete'),
  params: partParams,
});
export const revokeJwt = operation({
  id: 'jwt_issuers.revoke',
  method: 'POST',
  path: '/apps/:app_id/jwt-issuers/:id/revocations',
  summary: 'Refuse one token, the tokens of one user, or every token issued until now',
  access: customerAccess('issuers', 'delete'),
  params: partParams,
  body: z.discriminatedUnion('what', [
    z.strictObject({
      what: z.literal('token'),
      /** Its `jti`. */
      token_id: z.string().min(1).max(500),
      /** When the token ends by itself and need not be remembered. Default: in 30 days. */
      expires_at: Moment.optional(),
    }),
    z.strictObject({ what: z.literal('user'), user: z.string().min(1).max(500) }),
    z.strictObject({ what: z.literal('everything') }),
  ]),
  response: JwtIssuer,
  errors: ['entitlement_reached'],
});

export const jwtIssuerOperations = {
  listJwtIssuers,
  createJwtIssuer,
  getJwtIssuer,
  replaceJwtIssuer,
  deleteJwtIssuer,
  revokeJwt,
};
