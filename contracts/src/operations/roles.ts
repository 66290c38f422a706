import { z } from 'zod';
import { customerAccess, Id, Liveness, Moment, operation, page, pageQuery } from '../operation.ts';
import { Permission, PermissionPattern } from '../permission.ts';
import {
  Environment,
  ExternalId,
  HttpMethod,
  RoleName,
  RouteAuthorization,
  TenantStatus,
} from '../vocabulary.ts';
import { appParams, partParams } from './app-part.ts';

/** Roles of an app, and the question who may do what. */

const roleInput = {
  name: RoleName,
  description: z.string().trim().max(500).default(''),
  permissions: z.array(PermissionPattern).max(200).default([]),
  /** Names of roles whose permissions it has too. */
  inherits: z.array(RoleName).max(20).default([]),
};
export const RoleBody = z.strictObject(roleInput);
export type RoleBody = z.output<typeof RoleBody>;
export const Role = z.strictObject({
  id: Id,
  ...roleInput,
  /** What it has through others, nearest first. */
  inherited: z.array(z.strictObject({ role: RoleName, permissions: z.array(PermissionPattern) })),
  created_at: Moment,
  updated_at: Moment,
  liveness: Liveness,
});
export type Role = z.infer<typeof Role>;

export const listRoles = operation({
  id: 'roles.list',
  method: 'GET',
  path: '/apps/:app_id/roles',
  summary: 'Roles of an app',
  access: customerAccess('roles', 'read'),
  params: appParams,
  query: pageQuery(['name']),
  response: page(Role),
});
export const createRole = operation({
  id: 'roles.create',
  method: 'POST',
  path: '/apps/:app_id/roles',
  summary: 'Add a role',
  access: customerAccess('roles', 'write'),
  params: appParams,
  body: RoleBody,
  response: Role,
  status: 201,
  idempotent: true,
  errors: ['conflict', 'entitlement_reached'],
});
export const getRole = operation({
  id: 'roles.get',
  method: 'GET',
  path: '/apps/:app_id/roles/:id',
  summary: 'One role',
  access: customerAccess('roles', 'read'),
  params: partParams,
  response: Role,
  versioned: true,
});
export const replaceRole = operation({
  id: 'roles.replace',
  method: 'PUT',
  path: '/apps/:app_id/roles/:id',
  summary: 'Change a role; whoever has it follows',
  access: customerAccess('roles', 'write'),
  params: partParams,
  body: RoleBody,
  response: Role,
  versioned: true,
  errors: ['conflict'],
});
export const deleteRole = operation({
  id: 'roles.delete',
  method: 'DELETE',
  path: '/apps/:app_id/roles/:id',
  summary: 'Remove a role that nobody has and no role inherits',
  access: customerAccess('roles', 'delete'),
  params: partParams,
  errors: ['in_use'],
});

/** One permission of one source that speaks about what was asked. */
export const Reason = z.strictObject({
  effect: z.enum(['allow', 'deny']),
  pattern: PermissionPattern,
  source: z.enum(['granted_role', 'token_role', 'token_scopes', 'key_scopes']),
  /** The role that holds the pattern. */
  role: RoleName.optional(),
  /** From the role that the caller has to the one that holds the pattern. */
  through: z.array(RoleName).optional(),
});
export type Reason = z.infer<typeof Reason>;

export const checkAuthorization = operation({
  id: 'authorization.check',
  method: 'POST',
  path: '/apps/:app_id/authorization/check',
  summary: 'May this caller do that, and what decides?',
  description: 'Answers as the gateways decide, from what is saved now. Nothing is changed.',
  access: customerAccess('roles', 'read'),
  params: appParams,
  body: z
    .strictObject({
      tenant: ExternalId.optional(),
      user: ExternalId.optional(),
      /** What its token says. */
      token_roles: z.array(z.string().min(1).max(256)).max(100).default([]),
      token_scopes: z.array(PermissionPattern).max(100).default([]),
      /** Scopes of the key that is sent, alone or beside a token. Absent: no key, or one without scopes. */
      key_scopes: z.array(PermissionPattern).max(100).optional(),
      /** Whose callout would be asked. */
      environment: Environment.default('production'),
      /** What a route would demand; or the call itself. */
      permission: Permission.optional(),
      method: HttpMethod.default('GET'),
      path: z.string().startsWith('/').max(2_000).optional(),
    })
    .refine(({ permission, path }) => (permission === undefined) !== (path === undefined), {
      path: ['permission'],
      message: 'either a permission or a path',
    }),
  response: z.strictObject({
    /** What grants and scopes say. `open`: nothing allows it and nothing denies it. */
    verdict: z.enum(['allowed', 'denied', 'open']),
    /** Code of the gateway's answer, by the route or, for a permission alone, where grants decide. Absent: it lets pass. */
    refusal: z
      .enum([
        'permission_denied',
        'unknown_tenant',
        'tenant_suspended',
        'tenant_required',
        'no_route',
        'authorize_unavailable',
      ])
      .optional(),
    /** The route that takes the call, by method and path; conditions on headers and query are not looked at. */
    route: z
      .strictObject({ name: z.string(), authorize: RouteAuthorization, permission: z.string().optional() })
      .optional(),
    /** Whether the app's backend is asked and has the last word. */
    asks_backend: z.boolean(),
    /** Whatever speaks about it; a deny decides. */
    reasons: z.array(Reason),
    tenant: z
      .strictObject({
        known: z.boolean(),
        status: TenantStatus.optional(),
        tier: z.string().optional(),
      })
      .optional(),
    /** Every role that counts, granted or of the token, with what they inherit. */
    roles: z.array(RoleName),
  }),
});
export type AuthorizationCheck = z.output<typeof checkAuthorization.response>;

export const roleOperations = {
  listRoles,
  createRole,
  getRole,
  replaceRole,
  deleteRole,
  checkAuthorization,
};
