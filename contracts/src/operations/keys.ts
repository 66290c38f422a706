import { z } from 'zod';
import { customerAccess, Id, Liveness, Moment, Name, operation, page, pageQuery } from '../operation.ts';
import { PermissionPattern } from '../permission.ts';
import { Environment, ExternalId } from '../vocabulary.ts';
import { appParams, partParams, Reference } from './app-part.ts';

/** API keys. The secret is shown once, at creation and rotation. */

const cidr = z.union([z.cidrv4(), z.cidrv6(), z.ipv4(), z.ipv6()]);
const input = {
  name: Name,
  environment: Environment.default('production'),
  /** External id of the tenant that the key is bound to. */
  tenant: ExternalId.optional(),
  /** Absent: the key may do everything that routes allow. */
  scopes: z.array(PermissionPattern).max(100).optional(),
  ip_allow: z.array(cidr).max(100).optional(),
  limits: z.array(Reference).max(20).default([]),
  expires_at: Moment.optional(),
};

export const ApiKey = z.strictObject({
  id: Id,
  app_id: Id,
  ...input,
  /** `aegis_prod_a1b2c3`: enough to recognise it. */
  prefix: z.string(),
  last_four: z.string(),
  status: z.enum(['active', 'expired', 'revoked']),
  created_by: z.string(),
  created_at: Moment,
  revoked_at: Moment.optional(),
  /** At most a minute old. */
  last_used_at: Moment.optional(),
  liveness: Liveness,
});
export type ApiKey = z.infer<typeof ApiKey>;
const shownOnce = ApiKey.extend({ secret: z.string() });

const filters = pageQuery(['created_at', 'name']).extend({
  environment: Environment.optional(),
  status: z.enum(['active', 'expired', 'revoked']).optional(),
});

export const listAllKeys = operation({
  id: 'keys.list_all',
  method: 'GET',
  path: '/api-keys',
  summary: 'API keys of all apps of the company',
  access: customerAccess('keys', 'read'),
  query: filters,
  response: page(ApiKey),
});
export const listKeys = operation({
  id: 'keys.list',
  method: 'GET',
  path: '/apps/:app_id/api-keys',
  summary: 'API keys of an app',
  access: customerAccess('keys', 'read'),
  params: appParams,
  query: filters,
  response: page(ApiKey),
});
export const createKey = operation({
  id: 'keys.create',
  method: 'POST',
  path: '/apps/:app_id/api-keys',
  summary: 'Create an API key; its secret is shown once',
  access: customerAccess('keys', 'write'),
  params: appParams,
  body: z.strictObject(input),
  response: shownOnce,
  status: 201,
  idempotent: true,
  errors: ['conflict', 'entitlement_reached'],
});
export const getKey = operation({
  id: 'keys.get',
  method: 'GET',
  path: '/apps/:app_id/api-keys/:id',
  summary: 'One API key',
  access: customerAccess('keys', 'read'),
  params: partParams,
  response: ApiKey,
  versioned: true,
});
export const updateKey = operation({
  id: 'keys.update',
  method: 'PATCH',
  path: '/apps/:app_id/api-keys/:id',
  summary: 'Change name, scopes, addresses, limits or expiry of a key',
  access: customerAccess('keys', 'write'),
  params: partParams,
  body: z.strictObject({
    name: Name.optional(),
    scopes: z.array(PermissionPattern).max(100).nullable().optional(),
    ip_allow: z.array(cidr).max(100).nullable().optional(),
    limits: z.array(Reference).max(20).optional(),
    expires_at: Moment.nullable().optional(),
  }),
  response: ApiKey,
  versioned: true,
  errors: ['conflict'],
});
export const rotateKey = operation({
  id: 'keys.rotate',
  method: 'POST',
  path: '/apps/:app_id/api-keys/:id/rotate',
  summary: 'Replace a key; the old one ends after the overlap',
  access: customerAccess('keys', 'write'),
  params: partParams,
  body: z.strictObject({
    overlap_seconds: z
      .int()
      .min(0)
      .max(30 * 86_400)
      .default(86_400),
  }),
  response: shownOnce,
  status: 201,
  idempotent: true,
  errors: ['conflict'],
});
export const revokeKey = operation({
  id: 'keys.revoke',
  method: 'POST',
  path: '/apps/:app_id/api-keys/:id/revoke',
  summary: 'Refuse a key from now on, everywhere within a second',
  access: customerAccess('keys', 'delete'),
  params: partParams,
  response: ApiKey,
});
export const introspectKey = operation({
  id: 'keys.introspect',
  method: 'POST',
  path: '/apps/:app_id/api-keys/introspect',
  summary: 'What is this key? Never tells more about keys of others than that they are unknown',
  access: customerAccess('keys', 'read'),
  params: appParams,
  body: z.strictObject({ key: z.string().max(200) }),
  response: z.strictObject({
    active: z.boolean(),
    /** Why not active. */
    reason: z.enum(['malformed_key', 'unknown_key', 'expired_key', 'revoked_key']).optional(),
    key: ApiKey.optional(),
  }),
});

export const keyOperations = {
  listAllKeys,
  listKeys,
  createKey,
  getKey,
  updateKey,
  rotateKey,
  revokeKey,
  introspectKey,
};
