import type { ApiKey, Environment, Liveness } from '@aegis/contracts';
import type { Tx } from '../../platform/database/database.ts';
import { Problem } from '../../platform/http/problem.ts';
import { limitNames } from '../limits/index.ts';

export interface StoredKey {
  id: string;
  app_id: string;
  environment: Environment;
  name: string;
  hash: string;
  prefix: string;
  last_four: string;
  tenant: string | null;
  scopes: string[] | null;
  ip_allow: string[] | null;
  /** Names, in their order. */
  limits: string[];
  limit_ids: string[];
  expires_at: Date | null;
  revoked_at: Date | null;
  created_by: string;
  last_used_at: Date | null;
  version: number;
  created_at: Date;
}

export const keyColumns = `k.id, k.app_id, k.environment, k.name, k.hash, k.prefix, k.last_four, k.tenant, k.scopes,
  k.ip_allow, ${limitNames('k.limit_ids')}, k.limit_ids, k.expires_at, k.revoked_at, k.created_by, k.version,
  k.created_at, (SELECT u.last_used_at FROM key_uses u WHERE u.key_id = k.id) AS last_used_at`;

/** Conditions for each status, in the form that the partial indexes of the lists have. */
export const keyStatus = {
  revoked: 'k.revoked_at IS NOT NULL',
  expired: 'k.revoked_at IS NULL AND k.expires_at IS NOT NULL AND k.expires_at <= now()',
  active: 'k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now())',
} as const satisfies Record<ApiKey['status'], string>;

export function statusOf({ revoked_at, expires_at }: StoredKey, now: Date): ApiKey['status'] {
  if (revoked_at) return 'revoked';
  return expires_at && expires_at <= now ? 'expired' : 'active';
}

export const keyView = (row: StoredKey, liveness: Liveness, now: Date): ApiKey => ({
  id: row.id,
  app_id: row.app_id,
  name: row.name,
  environment: row.environment,
  prefix: row.prefix,
  last_four: row.last_four,
  status: statusOf(row, now),
  limits: row.limits,
  created_by: row.created_by,
  created_at: row.created_at.toISOString(),
  ...(row.tenant !== null && { tenant: row.tenant }),
  ...(row.scopes && { scopes: row.scopes }),
  ...(row.ip_allow && { ip_allow: row.ip_allow }),
  ...(row.expires_at && { expires_at: row.expires_at.toISOString() }),
  ...(row.revoked_at && { revoked_at: row.revoked_at.toISOString() }),
  ...(row.last_used_at && { last_used_at: row.last_used_at.toISOString() }),
  liveness,
});

/** @throws Problem not_found */
export async function findKey(tx: Tx, appId: string, id: string): Promise<StoredKey> {
  const [row] = await tx.query<StoredKey[]>(
    `SELECT ${keyColumns} FROM api_keys k WHERE k.id = $1 AND k.app_id = $2`,
    [id, appId],
  );
  if (!row) throw Problem.notFound('API key');
  return row;
}
