import { entitlements, type Liveness, type Role, type RoleBody } from '@aegis/contracts';
import type { Tx } from '../../platform/database/database.ts';
import { Problem } from '../../platform/http/problem.ts';
import { newId } from '../../platform/ids.ts';
import type { PartKind } from '../app-access/index.ts';
import { circleOf } from './circle.ts';
import { roleIds } from './references.ts';

export interface StoredRole {
  id: string;
  name: string;
  description: string;
  permissions: string[];
  /** Names, in their order. */
  inherits: string[];
  inherited: { role: string; permissions: string[] }[];
  version: number;
  created_at: Date;
  updated_at: Date;
}

/** Every role above, nearest first, each once. */
const inherited = `
  (WITH RECURSIVE above (id, distance) AS (
     SELECT unnest(roles.inherit_ids), 1
     UNION SELECT unnest(r.inherit_ids), a.distance + 1 FROM roles r JOIN above a ON a.id = r.id WHERE a.distance < 100
   ), nearest AS (SELECT id, min(distance) AS distance FROM above GROUP BY id)
   SELECT coalesce(jsonb_agg(jsonb_build_object('role', r.name, 'permissions', r.permissions)
     ORDER BY n.distance, r.name), '[]') FROM nearest n JOIN roles r ON r.id = n.id) AS inherited`;

const columns = `id, name, description, permissions,
  coalesce((SELECT array_agg(p.name ORDER BY named.place) FROM unnest(inherit_ids) WITH ORDINALITY named (id, place)
    JOIN roles p ON p.id = named.id), '{}') AS inherits, ${inherited}, version, created_at, updated_at`;

export const roleKind: PartKind<StoredRole, Role> = {
  table: 'roles',
  columns,
  resource: 'role',
  word: 'role',
  document: 'roles',
  alsoIn: 'app',
  lists: { sorts: { name: { column: 'name', type: 'text' } }, search: ['name'] },
  most: { amount: entitlements.free.roles, words: 'roles' },
  clashes: { roles_name: 'The app has a role of this name.' },
  view: roleView,
  told: ({ name, description, permissions, inherits }) => ({ name, description, permissions, inherits }),
  assertUnused,
};

function roleView(row: StoredRole, liveness: Liveness): Role {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    permissions: row.permissions,
    inherits: row.inherits,
    inherited: row.inherited,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
    liveness,
  };
}

async function assertUnused(tx: Tx, appId: string, { id }: StoredRole): Promise<void> {
  const [use] = await tx.query<{ what: string }[]>(
    `SELECT 'the role ' || name AS what FROM roles WHERE app_id = $1 AND $2::uuid = ANY(inherit_ids)
     UNION ALL
     SELECT * FROM (SELECT 'the user ' || u.external_id FROM grants g JOIN tenant_users u ON u.id = g.user_id
       WHERE g.role_id = $2 LIMIT 1) one
     LIMIT 1`,
    [appId, id],
  );
  if (use) throw new Problem('in_use', { detail: `It is held by ${use.what}.` });
}

const find = async (tx: Tx, id: string): Promise<StoredRole> => {
  const [row] = await tx.query<[StoredRole]>(`SELECT ${columns} FROM roles WHERE id = $1`, [id]);
  return row;
};

export async function insertRole(
  tx: Tx,
  customerId: string,
  appId: string,
  { name, description, permissions, inherits }: RoleBody,
): Promise<StoredRole> {
  const id = newId();
  await tx.query(
    `INSERT INTO roles (id, customer_id, app_id, name, description, permissions, inherit_ids)
     VALUES ($1, $2, $3, $4, $5, $6, $7::uuid[])`,
    [id, customerId, appId, name, description, permissions, await roleIds(tx, appId, inherits, '/inherits')],
  );
  return find(tx, id);
}

/** @throws Problem invalid_input for a circle */
export async function updateRole(
  tx: Tx,
  appId: string,
  id: string,
  { name, description, permissions, inherits }: RoleBody,
): Promise<StoredRole> {
  const parents = await roleIds(tx, appId, inherits, '/inherits');
  await tx.query(
    `UPDATE roles SET name = $2, description = $3, permissions = $4, inherit_ids = $5::uuid[],
       version = version + 1, updated_at = now() WHERE id = $1`,
    [id, name, description, permissions, parents],
  );
  await assertNoCircle(tx, appId, id);
  return find(tx, id);
}

async function assertNoCircle(tx: Tx, appId: string, id: string): Promise<void> {
  const rows = await tx.query<{ id: string; name: string; inherit_ids: string[] }[]>(
    'SELECT id, name, inherit_ids FROM roles WHERE app_id = $1',
    [appId],
  );
  const circle = circleOf(new Map(rows.map((row) => [row.id, row])), id);
  if (circle) throw Problem.invalid('/inherits', `would make a circle: ${circle.join(' → ')}`);
}
