import { z } from 'zod';
import { customerAccess, Id, Liveness, Moment, Name, operation, page, pageQuery } from '../operation.ts';
import { ExternalId, RoleName, TenantStatus } from '../vocabulary.ts';
import { appParams, partParams, Reference } from './app-part.ts';

/** Tenants of an app, the tiers that they are in, their users and what these were granted. */

const tenantParams = z.strictObject({ app_id: Id, tenant: ExternalId });
const userParams = z.strictObject({ app_id: Id, tenant: ExternalId, user: ExternalId });
const grantParams = z.strictObject({ app_id: Id, tenant: ExternalId, user: ExternalId, role: RoleName });
const stamps = { created_at: Moment, updated_at: Moment, liveness: Liveness };

// tiers
const tierInput = {
  name: Reference,
  description: z.string().trim().max(500).default(''),
  /** Names of limits that apply to each tenant of the tier. */
  limits: z.array(Reference).max(20).default([]),
  /** Names of quotas that count each tenant of the tier. */
  quotas: z.array(Reference).max(20).default([]),
  /** For tenants without a tier, and for unknown ones where the app serves them. Takes this from the one that had it. */
  is_default: z.boolean().default(false),
};
export const TenantTierBody = z.strictObject(tierInput);
export type TenantTierBody = z.output<typeof TenantTierBody>;
export const TenantTier = z.strictObject({
  id: Id,
  ...tierInput,
  ...stamps,
});
export type TenantTier = z.infer<typeof TenantTier>;

export const listTenantTiers = operation({
  id: 'tenant_tiers.list',
  method: 'GET',
  path: '/apps/:app_id/tenant-tiers',
  summary: 'Tenant tiers of an app',
  access: customerAccess('tenants', 'read'),
  params: appParams,
  query: pageQuery(['name']),
  response: page(TenantTier),
});
export const createTenantTier = operation({
  id: 'tenant_tiers.create',
  method: 'POST',
  path: '/apps/:app_id/tenant-tiers',
  summary: 'Add a tenant tier',
  access: customerAccess('tenants', 'write'),
  params: appParams,
  body: TenantTierBody,
  response: TenantTier,
  status: 201,
  idempotent: true,
  errors: ['conflict', 'entitlement_reached'],
});
export const getTenantTier = operation({
  id: 'tenant_tiers.get',
  method: 'GET',
  path: '/apps/:app_id/tenant-tiers/:id',
  summary: 'One tenant tier',
  access: customerAccess('tenants', 'read'),
  params: partParams,
  response: TenantTier,
  versioned: true,
});
export const replaceTenantTier = operation({
  id: 'tenant_tiers.replace',
  method: 'PUT',
  path: '/apps/:app_id/tenant-tiers/:id',
  summary: 'Change a tenant tier',
  access: customerAccess('tenants', 'write'),
  params: partParams,
  body: TenantTierBody,
  response: TenantTier,
  versioned: true,
  errors: ['conflict'],
});
export const deleteTenantTier = operation({
  id: 'tenant_tiers.delete',
  method: 'DELETE',
  path: '/apps/:app_id/tenant-tiers/:id',
  summary: 'Remove a tenant tier that no tenant is in',
  access: customerAccess('tenants', 'delete'),
  params: partParams,
  errors: ['in_use'],
});

// tenants
const Metadata = z
  .record(z.string().min(1).max(64), z.string().max(500))
  .refine((fields) => Object.keys(fields).length <= 50, 'at most 50 fields');
const roleNames = z.array(RoleName).max(50);

/** What is absent stays as it is, or gets its default where the tenant is new. */
export const TenantBody = z.strictObject({
  /** Default: its id. */
  name: Name.optional(),
  /** Default: active. */
  status: TenantStatus.optional(),
  /** Name of a tier; null: none. */
  tier: Reference.nullable().optional(),
  metadata: Metadata.optional(),
  /** Users to upsert along with it; others of the tenant stay as they are. */
  users: z
    .array(z.strictObject({ id: ExternalId, name: Name.optional(), roles: roleNames.optional() }))
    .max(20)
    .optional(),
});
export type TenantBody = z.output<typeof TenantBody>;
export const Tenant = z.strictObject({
  /** What the customer calls it: what tokens and keys say. */
  id: ExternalId,
  name: Name,
  status: TenantStatus,
  /** Absent: none. */
  tier: Reference.optional(),
  metadata: Metadata,
  ...stamps,
});
export type Tenant = z.infer<typeof Tenant>;

export const listTenants = operation({
  id: 'tenants.list',
  method: 'GET',
  path: '/apps/:app_id/tenants',
  summary: 'Tenants of an app',
  access: customerAccess('tenants', 'read'),
  params: appParams,
  query: pageQuery(['id', 'name', 'created_at']).extend({
    status: TenantStatus.optional(),
    tier: Reference.optional(),
  }),
  response: page(Tenant),
});
export const putTenant = operation({
  id: 'tenants.put',
  method: 'PUT',
  path: '/apps/:app_id/tenants/:tenant',
  summary: 'Make a tenant, or change what is named of it',
  description:
    'Safe to repeat: a backend calls it at each sign-up. What the body leaves out stays as it is, or gets its default where the tenant is new. With `If-Match: "0"` it is only made, and one that is there is a conflict.',
  access: customerAccess('tenants', 'write'),
  params: tenantParams,
  body: TenantBody,
  response: Tenant,
  versioned: true,
  errors: ['conflict', 'entitlement_reached'],
});
export const getTenant = operation({
  id: 'tenants.get',
  method: 'GET',
  path: '/apps/:app_id/tenants/:tenant',
  summary: 'One tenant',
  access: customerAccess('tenants', 'read'),
  params: tenantParams,
  response: Tenant,
  versioned: true,
});
export const deleteTenant = operation({
  id: 'tenants.delete',
  method: 'DELETE',
  path: '/apps/:app_id/tenants/:tenant',
  summary: 'Remove a tenant with its users; from then on it is an unknown one',
  access: customerAccess('tenants', 'delete'),
  params: tenantParams,
});

// users
export const TenantUserBody = z.strictObject({
  name: Name.optional(),
  /** Names of all roles that the user has from now on. Absent: as they are. */
  roles: roleNames.optional(),
});
export type TenantUserBody = z.output<typeof TenantUserBody>;
export const TenantUser = z.strictObject({
  id: ExternalId,
  tenant: ExternalId,
  name: Name,
  /** Names of the roles granted to the user. */
  roles: z.array(RoleName),
  ...stamps,
});
export type TenantUser = z.infer<typeof TenantUser>;

export const listTenantUsers = operation({
  id: 'tenant_users.list',
  method: 'GET',
  path: '/apps/:app_id/tenants/:tenant/users',
  summary: 'Users of a tenant with their roles',
  access: customerAccess('tenants', 'read'),
  params: tenantParams,
  query: pageQuery(['id', 'name']),
  response: page(TenantUser),
});
export const putTenantUser = operation({
  id: 'tenant_users.put',
  method: 'PUT',
  path: '/apps/:app_id/tenants/:tenant/users/:user',
  summary: 'Make a user of a tenant, or change name and roles',
  access: customerAccess('tenants', 'write'),
  params: userParams,
  body: TenantUserBody,
  response: TenantUser,
  versioned: true,
  errors: ['conflict', 'entitlement_reached'],
});
export const getTenantUser = operation({
  id: 'tenant_users.get',
  method: 'GET',
  path: '/apps/:app_id/tenants/:tenant/users/:user',
  summary: 'One user of a tenant',
  access: customerAccess('tenants', 'read'),
  params: userParams,
  response: TenantUser,
  versioned: true,
});
export const deleteTenantUser = operation({
  id: 'tenant_users.delete',
  method: 'DELETE',
  path: '/apps/:app_id/tenants/:tenant/users/:user',
  summary: 'Remove a user with all its grants',
  access: customerAccess('tenants', 'delete'),
  params: userParams,
});

// grants
export const Grant = z.strictObject({
  tenant: ExternalId,
  user: ExternalId,
  role: RoleName,
  granted_by: z.string(),
  granted_at: Moment,
});
export type Grant = z.infer<typeof Grant>;

export const listGrants = operation({
  id: 'grants.list',
  method: 'GET',
  path: '/apps/:app_id/grants',
  summary: 'Who has which role',
  access: customerAccess('tenants', 'read'),
  params: appParams,
  query: pageQuery(['granted_at']).omit({ search: true }).extend({
    role: RoleName.optional(),
    tenant: ExternalId.optional(),
    user: ExternalId.optional(),
  }),
  response: page(Grant),
});
export const addGrant = operation({
  id: 'grants.add',
  method: 'PUT',
  path: '/apps/:app_id/tenants/:tenant/users/:user/roles/:role',
  summary: 'Grant a role to a user; one who is not known yet is made',
  access: customerAccess('tenants', 'write'),
  params: grantParams,
  response: TenantUser,
  errors: ['entitlement_reached'],
});
export const removeGrant = operation({
  id: 'grants.remove',
  method: 'DELETE',
  path: '/apps/:app_id/tenants/:tenant/users/:user/roles/:role',
  summary: 'Take a role from a user',
  access: customerAccess('tenants', 'delete'),
  params: grantParams,
});

export const tenancyOperations = {
  listTenantTiers,
  createTenantTier,
  getTenantTier,
  replaceTenantTier,
  deleteTenantTier,
  listTenants,
  putTenant,
  getTenant,
  deleteTenant,
  listTenantUsers,
  putTenantUser,
  getTenantUser,
  deleteTenantUser,
  listGrants,
  addGrant,
  removeGrant,
};
