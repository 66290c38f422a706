import type { TenantDocument, TenantStatus, UserDocument } from '@aegis/contracts';
import type { Tx } from '../../platform/database/database.ts';

interface TenantRow {
  id: string;
  document_id: string;
  status: TenantStatus;
  tier_id: string | null;
}

const documentOf = ({ id, status, tier_id }: TenantRow): TenantDocument => ({
  status,
  id,
  ...(tier_id !== null && { tier: tier_id }),
});

/** `tenant:<…>`; one that was deleted is said to be revoked. */
export async function renderTenants(tx: Tx, ids: readonly string[]): Promise<Map<string, TenantDocument>> {
  const rows = await tx.query<TenantRow[]>(
    'SELECT id, document_id, status, tier_id FROM tenants WHERE document_id = ANY($1)',
    [ids],
  );
  const documents = new Map<string, TenantDocument>(ids.map((id) => [id, { status: 'revoked' }]));
  for (const row of rows) documents.set(row.document_id, documentOf(row));
  return documents;
}

/** `user:<…>`; one that was deleted has no roles. */
export async function renderUsers(tx: Tx, ids: readonly string[]): Promise<Map<string, UserDocument>> {
  const rows = await tx.query<{ document_id: string; roles: string[] }[]>(
    `SELECT u.document_id, array_agg(g.role_id ORDER BY g.granted_at, g.id) AS roles
     FROM tenant_users u JOIN grants g ON g.user_id = u.id WHERE u.document_id = ANY($1) GROUP BY u.document_id`,
    [ids],
  );
  const documents = new Map<string, UserDocument>(ids.map((id) => [id, { roles: [] }]));
  for (const { document_id, roles } of rows) documents.set(document_id, { roles });
  return documents;
}
