import { entitlements, type Liveness, type Quota, type QuotaBody } from '@aegis/contracts';
import type { z } from 'zod';
import type { Tx } from '../../platform/database/database.ts';
import { Problem } from '../../platform/http/problem.ts';
import { newId } from '../../platform/ids.ts';
import type { PartKind } from '../app-access/index.ts';
import type { QuotaRow } from './quota-record.ts';

export interface StoredQuota extends QuotaRow {
  version: number;
  created_at: Date;
  updated_at: Date;
}
export type QuotaView = z.output<typeof Quota>;
type Body = z.output<typeof QuotaBody>;

const columns = 'id, name, settings, version, created_at, updated_at';

/** Quotas live in the app's document, so a quota is live when that is. */
export const quotaKind: PartKind<StoredQuota, QuotaView> = {
  table: 'quotas',
  columns,
  resource: 'quota',
  word: 'quota',
  document: 'app',
  lists: { sorts: { name: { column: 'name', type: 'text' } }, searchKeys: ['name'] },
  clashes: { quotas_name: 'The app has a quota of this name.' },
  view: quotaView,
  told: ({ name, settings }) => ({ name, ...settings }),
  assertUnused,
  most: { amount: entitlements.free.quotas, words: 'quotas' },
};

function quotaView(row: StoredQuota, liveness: Liveness): QuotaView {
  return {
    id: row.id,
    name: row.name,
    ...row.settings,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
    liveness,
  };
}

async function assertUnused(tx: Tx, appId: string, { id }: StoredQuota): Promise<void> {
  const [use] = await tx.query<{ name: string }[]>(
    'SELECT name FROM tenant_tiers WHERE app_id = $1 AND $2::uuid = ANY(quota_ids) LIMIT 1',
    [appId, id],
  );
  if (use) throw new Problem('in_use', { detail: `It is named by the tenant tier ${use.name}.` });
}

export async function insertQuota(
  tx: Tx,
  customerId: string,
  appId: string,
  { name, ...settings }: Body,
): Promise<StoredQuota> {
  const [row] = await tx.query<[StoredQuota]>(
    `INSERT INTO quotas (id, customer_id, app_id, name, settings)
     VALUES ($1, $2, $3, $4, $5::jsonb) RETURNING ${columns}`,
    [newId(), customerId, appId, name, JSON.stringify(settings)],
  );
  return row;
}

export async function updateQuota(tx: Tx, id: string, { name, ...settings }: Body): Promise<StoredQuota> {
  const [[row]] = await tx.query<[[StoredQuota], number]>(
    `UPDATE quotas SET name = $2, settings = $3::jsonb, version = version + 1, updated_at = now()
     WHERE id = $1 RETURNING ${columns}`,
    [id, name, JSON.stringify(settings)],
  );
  return row;
}
