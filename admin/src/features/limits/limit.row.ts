import type { Limit, LimitBody, Liveness } from '@aegis/contracts';
import type { z } from 'zod';
import type { Tx } from '../../platform/database/database.ts';
import { Problem } from '../../platform/http/problem.ts';
import { newId } from '../../platform/ids.ts';
import type { PartKind } from '../app-access/index.ts';
import type { LimitRow } from './policy.ts';

export interface StoredLimit extends LimitRow {
  version: number;
  created_at: Date;
  updated_at: Date;
}
export type LimitView = z.output<typeof Limit>;
type Body = z.output<typeof LimitBody>;

const columns = 'id, name, settings, version, created_at, updated_at';

/** Policies live in the app's document, so a limit is live when that is. */
export const limitKind: PartKind<StoredLimit, LimitView> = {
  table: 'limits',
  columns,
  resource: 'limit',
  word: 'limit',
  document: 'app',
  lists: { sorts: { name: { column: 'name', type: 'text' } }, searchKeys: ['name'] },
  clashes: { limits_name: 'The app has a limit of this name.' },
  view: limitView,
  told: ({ name, settings }) => ({ name, ...settings }),
  assertUnused,
};

function limitView(row: StoredLimit, liveness: Liveness): LimitView {
  return {
    id: row.id,
    name: row.name,
    ...row.settings,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
    liveness,
  };
}

async function assertUnused(tx: Tx, appId: string, { id }: StoredLimit): Promise<void> {
  const [use] = await tx.query<{ what: string }[]>(
    `SELECT 'the route ' || name AS what FROM routes WHERE app_id = $1 AND $2::uuid = ANY(limit_ids)
     UNION ALL
     SELECT 'the API key ' || name FROM api_keys
     WHERE app_id = $1 AND revoked_at IS NULL AND $2::uuid = ANY(limit_ids)
     UNION ALL
     SELECT 'the tenant tier ' || name FROM tenant_tiers WHERE app_id = $1 AND $2::uuid = ANY(limit_ids)
     LIMIT 1`,
    [appId, id],
  );
  if (use) throw new Problem('in_use', { detail: `It is named by ${use.what}.` });
}

export async function insertLimit(
  tx: Tx,
  customerId: string,
  appId: string,
  { name, ...settings }: Body,
): Promise<StoredLimit> {
  const [row] = await tx.query<[StoredLimit]>(
    `INSERT INTO limits (id, customer_id, app_id, name, settings)
     VALUES ($1, $2, $3, $4, $5::jsonb) RETURNING ${columns}`,
    [newId(), customerId, appId, name, JSON.stringify(settings)],
  );
  return row;
}

export async function updateLimit(tx: Tx, id: string, { name, ...settings }: Body): Promise<StoredLimit> {
  const [[row]] = await tx.query<[[StoredLimit], number]>(
    `UPDATE limits SET name = $2, settings = $3::jsonb, version = version + 1, updated_at = now()
     WHERE id = $1 RETURNING ${columns}`,
    [id, name, JSON.stringify(settings)],
  );
  return row;
}
