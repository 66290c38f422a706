import { entitlements, type Liveness, type TenantTier, type TenantTierBody } from '@aegis/contracts';
import type { Tx } from '../../platform/database/database.ts';
import { Problem } from '../../platform/http/problem.ts';
import { newId } from '../../platform/ids.ts';
import type { PartKind } from '../app-access/index.ts';
import { limitIds, limitNames } from '../limits/index.ts';
import { quotaIds, quotaNames } from '../quotas/index.ts';

export interface StoredTier {
  id: string;
  name: string;
  description: string;
  /** Names, in their order. */
  limits: string[];
  quotas: string[];
  is_default: boolean;
  version: number;
  created_at: Date;
  updated_at: Date;
}

const columns = `id, name, description, ${limitNames('limit_ids')}, ${quotaNames('quota_ids')}, is_default, version, created_at, updated_at`;

/** Tiers live in the app's document; tenants name theirs by id. */
export const tierKind: PartKind<StoredTier, TenantTier> = {
  table: 'tenant_tiers',
  columns,
  resource: 'tenant_tier',
  word: 'tenant tier',
  document: 'app',
  lists: { sorts: { name: { column: 'name', type: 'text' } }, searchKeys: ['name'] },
  most: { amount: entitlements.free.tiers, words: 'tenant tiers' },
  clashes: { tenant_tiers_name: 'The app has a tenant tier of this name.' },
  view: tierView,
  told: ({ name, description, limits, quotas, is_default }) => ({
    name,
    description,
    limits,
    quotas,
    is_default,
  }),
  assertUnused,
};

function tierView(row: StoredTier, liveness: Liveness): TenantTier {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    limits: row.limits,
    quotas: row.quotas,
    is_default: row.is_default,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
    liveness,
  };
}

async function assertUnused(tx: Tx, _appId: string, { id }: StoredTier): Promise<void> {
  const [use] = await tx.query<{ name: string }[]>(
    'SELECT external_id AS name FROM tenants WHERE tier_id = $1 LIMIT 1',
    [id],
  );
  if (use) throw new Problem('in_use', { detail: `The tenant ${use.name} is in it.` });
}

/** Values of both statements below. An app has one default tier: this one takes it over. */
async function valuesOf(
  tx: Tx,
  appId: string,
  { name, description, limits, quotas, is_default }: TenantTierBody,
): Promise<unknown[]> {
  if (is_default) {
    await tx.query('UPDATE tenant_tiers SET is_default = false WHERE app_id = $1 AND is_default', [appId]);
  }
  return [
    name,
    description,
    await limitIds(tx, appId, limits),
    is_default,
    await quotaIds(tx, appId, quotas),
  ];
}

export async function insertTier(
  tx: Tx,
  customerId: string,
  appId: string,
  body: TenantTierBody,
): Promise<StoredTier> {
  const [row] = await tx.query<[StoredTier]>(
    `INSERT INTO tenant_tiers (id, customer_id, app_id, name, description, limit_ids, is_default, quota_ids)
     VALUES ($1, $2, $3, $4, $5, $6::uuid[], $7, $8::uuid[]) RETURNING ${columns}`,
    [newId(), customerId, appId, ...(await valuesOf(tx, appId, body))],
  );
  return row;
}

export async function updateTier(
  tx: Tx,
  appId: string,
  id: string,
  body: TenantTierBody,
): Promise<StoredTier> {
  const [[row]] = await tx.query<[[StoredTier], number]>(
    `UPDATE tenant_tiers SET name = $2, description = $3, limit_ids = $4::uuid[], is_default = $5, quota_ids = $6::uuid[],
       version = version + 1, updated_at = now() WHERE id = $1 RETURNING ${columns}`,
    [id, ...(await valuesOf(tx, appId, body))],
  );
  return row;
}
