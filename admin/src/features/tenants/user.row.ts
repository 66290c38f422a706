import { entitlements, type Liveness, type TenantUser, type TenantUserBody } from '@aegis/contracts';
import { userDocumentId } from '@aegis/contracts/node';
import type { Tx } from '../../platform/database/database.ts';
import { Problem } from '../../platform/http/problem.ts';
import { newId } from '../../platform/ids.ts';
import { roleIds } from '../roles/index.ts';
import type { StoredTenant } from './tenant.row.ts';

export interface StoredUser {
  id: string;
  external_id: string;
  name: string;
  /** Names of the roles granted. */
  roles: string[];
  document_id: string;
  version: number;
  created_at: Date;
  updated_at: Date;
}

/** Whose user it is, and who changes it. */
export interface UserOwner {
  customerId: string;
  appId: string;
  tenant: Pick<StoredTenant, 'id' | 'external_id'>;
  /** As grants name who made them. */
  actor: string;
}

export const userColumns = `id, external_id, name, document_id, version, created_at, updated_at,
  coalesce((SELECT array_agg(r.name ORDER BY r.name) FROM grants g JOIN roles r ON r.id = g.role_id
    WHERE g.user_id = tenant_users.id), '{}') AS roles`;

export const userView = (row: StoredUser, tenant: string, liveness: Liveness): TenantUser => ({
  id: row.external_id,
  tenant,
  name: row.name,
  roles: row.roles,
  created_at: row.created_at.toISOString(),
  updated_at: row.updated_at.toISOString(),
  liveness,
});

export async function seekUser(
  tx: Tx,
  tenantId: string,
  externalId: string,
): Promise<StoredUser | undefined> {
  const [row] = await tx.query<StoredUser[]>(
    `SELECT ${userColumns} FROM tenant_users WHERE tenant_id = $1 AND external_id = $2`,
    [tenantId, externalId],
  );
  return row;
}

/** @throws Problem not_found */
export async function findUser(tx: Tx, tenantId: string, externalId: string): Promise<StoredUser> {
  const row = await seekUser(tx, tenantId, externalId);
  if (!row) throw Problem.notFound('user');
  return row;
}

async function assertRoom(tx: Tx, tenantId: string): Promise<void> {
  const sql = 'SELECT count(*)::int AS count FROM tenant_users WHERE tenant_id = $1';
  const [row] = await tx.query<{ count: number }[]>(sql, [tenantId]);
  const { users } = entitlements.free;
  if (row && row.count >= users) {
    throw new Problem('entitlement_reached', { detail: `A tenant may have ${users} users.` });
  }
}

async function insertUser(tx: Tx, owner: UserOwner, externalId: string, name: string): Promise<string> {
  const { customerId, appId, tenant } = owner;
  await assertRoom(tx, tenant.id);
  const id = newId();
  await tx.query(
    `INSERT INTO tenant_users (id, customer_id, app_id, tenant_id, external_id, document_id, name)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [id, customerId, appId, tenant.id, externalId, userDocumentId(tenant.id, externalId), name],
  );
  return id;
}

async function grantAll(tx: Tx, owner: UserOwner, userId: string, ids: readonly string[]): Promise<void> {
  for (const roleId of ids) {
    await tx.query(
      `INSERT INTO grants (id, customer_id, app_id, user_id, role_id, granted_by) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (user_id, role_id) DO NOTHING`,
      [newId(), owner.customerId, owner.appId, userId, roleId, owner.actor],
    );
  }
}

/**
 * Makes the user, or changes what the body names; roles that it names are all that the user has from then on.
 * @param pointer where the body's `roles` stand, for what is said about them
 * @throws Problem invalid_input for a role that does not exist
 */
export async function upsertUser(
  tx: Tx,
  owner: UserOwner,
  externalId: string,
  { name, roles }: TenantUserBody,
  pointer = '/roles',
): Promise<StoredUser> {
  const before = await seekUser(tx, owner.tenant.id, externalId);
  const id = before?.id ?? (await insertUser(tx, owner, externalId, name ?? externalId.slice(0, 100)));
  if (before) {
    await tx.query(
      'UPDATE tenant_users SET name = $2, version = version + 1, updated_at = now() WHERE id = $1',
      [id, name ?? before.name],
    );
  }
  if (roles) {
    const ids = await roleIds(tx, owner.appId, roles, pointer);
    await tx.query('DELETE FROM grants WHERE user_id = $1 AND role_id <> ALL($2::uuid[])', [id, ids]);
    await grantAll(tx, owner, id, ids);
  }
  return findUser(tx, owner.tenant.id, externalId);
}

/** @throws Problem not_found for a role that does not exist */
export async function grantRole(
  tx: Tx,
  owner: UserOwner,
  externalId: string,
  role: string,
): Promise<StoredUser> {
  const [found] = await tx.query<{ id: string }[]>('SELECT id FROM roles WHERE app_id = $1 AND name = $2', [
    owner.appId,
    role,
  ]);
  if (!found) throw Problem.notFound('role');
  const user = await upsertUser(tx, owner, externalId, {});
  await grantAll(tx, owner, user.id, [found.id]);
  return findUser(tx, owner.tenant.id, externalId);
}

/** @throws Problem not_found when the user does not have the role */
export async function takeRole(tx: Tx, user: StoredUser, role: string): Promise<void> {
  const [, count] = await tx.query<[unknown, number]>(
    'DELETE FROM grants WHERE user_id = $1 AND role_id IN (SELECT id FROM roles WHERE name = $2)',
    [user.id, role],
  );
  if (count === 0) throw Problem.notFound('grant');
  await tx.query('UPDATE tenant_users SET version = version + 1, updated_at = now() WHERE id = $1', [
    user.id,
  ]);
}
