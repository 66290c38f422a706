import {
  entitlements,
  type Liveness,
  type Tenant,
  type TenantBody,
  type TenantStatus,
} from '@aegis/contracts';
import { tenantDocumentId } from '@aegis/contracts/node';
import type { Tx } from '../../platform/database/database.ts';
import { Problem } from '../../platform/http/problem.ts';
import { newId } from '../../platform/ids.ts';

export interface StoredTenant {
  id: string;
  external_id: string;
  name: string;
  status: TenantStatus;
  tier: string | null;
  tier_id: string | null;
  metadata: Record<string, string>;
  document_id: string;
  version: number;
  created_at: Date;
  updated_at: Date;
}

export const tenantColumns = `id, external_id, name, status, tier_id, metadata, document_id, version, created_at, updated_at,
  (SELECT t.name FROM tenant_tiers t WHERE t.id = tier_id) AS tier`;

export const tenantView = (row: StoredTenant, liveness: Liveness): Tenant => ({
  id: row.external_id,
  name: row.name,
  status: row.status,
  ...(row.tier !== null && { tier: row.tier }),
  metadata: row.metadata,
  created_at: row.created_at.toISOString(),
  updated_at: row.updated_at.toISOString(),
  liveness,
});

export async function seekTenant(
  tx: Tx,
  appId: string,
  externalId: string,
): Promise<StoredTenant | undefined> {
  const [row] = await tx.query<StoredTenant[]>(
    `SELECT ${tenantColumns} FROM tenants WHERE app_id = $1 AND external_id = $2`,
    [appId, externalId],
  );
  return row;
}

/** @throws Problem not_found */
export async function findTenant(tx: Tx, appId: string, externalId: string): Promise<StoredTenant> {
  const row = await seekTenant(tx, appId, externalId);
  if (!row) throw Problem.notFound('tenant');
  return row;
}

/** @throws Problem invalid_input for a tier that does not exist */
async function tierId(tx: Tx, appId: string, name: string): Promise<string> {
  const [row] = await tx.query<{ id: string }[]>(
    'SELECT id FROM tenant_tiers WHERE app_id = $1 AND name = $2',
    [appId, name],
  );
  if (!row) throw Problem.invalid('/tier', 'is no tenant tier of this app');
  return row.id;
}

async function assertRoom(tx: Tx, appId: string): Promise<void> {
  const sql = 'SELECT count(*)::int AS count FROM tenants WHERE app_id = $1';
  const [row] = await tx.query<{ count: number }[]>(sql, [appId]);
  const { tenants } = entitlements.free;
  if (row && row.count >= tenants) {
    throw new Problem('entitlement_reached', { detail: `An app may have ${tenants} tenants.` });
  }
}

/** Makes the tenant, or changes what the body names. The app's row is locked. */
export async function upsertTenant(
  tx: Tx,
  owner: { customerId: string; appId: string },
  externalId: string,
  before: StoredTenant | undefined,
  body: TenantBody,
): Promise<StoredTenant> {
  const { customerId, appId } = owner;
  if (!before) await assertRoom(tx, appId);
  const values = [
    body.name ?? before?.name ?? externalId.slice(0, 100),
    body.status ?? before?.status ?? 'active',
    body.tier === undefined ? (before?.tier_id ?? null) : body.tier && (await tierId(tx, appId, body.tier)),
    JSON.stringify(body.metadata ?? before?.metadata ?? {}),
  ];
  if (before) {
    await tx.query(
      `UPDATE tenants SET name = $2, status = $3, tier_id = $4, metadata = $5::jsonb,
         version = version + 1, updated_at = now() WHERE id = $1`,
      [before.id, ...values],
    );
  } else {
    await tx.query(
      `INSERT INTO tenants (id, customer_id, app_id, external_id, document_id, name, status, tier_id, metadata)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9::jsonb)`,
      [newId(), customerId, appId, externalId, tenantDocumentId(appId, externalId), ...values],
    );
  }
  return findTenant(tx, appId, externalId);
}
