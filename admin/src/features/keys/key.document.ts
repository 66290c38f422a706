import type { Environment, KeyDocument } from '@aegis/contracts';
import type { Tx } from '../../platform/database/database.ts';

interface Row {
  id: string;
  hash: string;
  app_id: string;
  environment: Environment;
  tenant: string | null;
  scopes: string[] | null;
  ip_allow: string[] | null;
  limit_ids: string[];
  expires_at: Date | null;
  revoked: boolean;
}

function documentOf(row: Row): KeyDocument {
  return {
    id: row.id,
    app_id: row.app_id,
    environment: row.environment,
    status: row.revoked ? 'revoked' : 'active',
    ...(row.expires_at && { expires_at: Math.floor(row.expires_at.getTime() / 1000) }),
    ...(row.tenant !== null && { tenant: row.tenant }),
    ...(row.scopes && { scopes: row.scopes }),
    ...(row.ip_allow && { ip_allow: row.ip_allow }),
    limits: row.limit_ids,
  };
}

/** `key:<hash>` */
export async function renderKeys(tx: Tx, hashes: readonly string[]): Promise<Map<string, KeyDocument>> {
  const rows = await tx.query<Row[]>(
    `SELECT id, hash, app_id, environment, tenant, scopes, ip_allow, limit_ids, expires_at,
       revoked_at IS NOT NULL AS revoked
     FROM api_keys WHERE hash = ANY($1)`,
    [hashes],
  );
  return new Map(rows.map((row) => [row.hash, documentOf(row)]));
}
