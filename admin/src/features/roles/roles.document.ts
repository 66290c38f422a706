import type { RolesDocument } from '@aegis/contracts';
import type { Tx } from '../../platform/database/database.ts';

interface Row {
  id: string;
  app_id: string;
  name: string;
  permissions: string[];
  inherit_ids: string[];
}

/** `roles:<app id>`; an app without roles has an empty document. */
export async function renderRoles(tx: Tx, appIds: readonly string[]): Promise<Map<string, RolesDocument>> {
  const rows = await tx.query<Row[]>(
    `SELECT id, app_id, name, permissions, inherit_ids FROM roles
     WHERE app_id = ANY($1::uuid[]) ORDER BY app_id, name`,
    [appIds],
  );
  const documents = new Map<string, RolesDocument>(appIds.map((id) => [id, { roles: [] }]));
  for (const { id, app_id, name, permissions, inherit_ids } of rows) {
    documents.get(app_id)?.roles.push({ id, name, permissions, inherits: inherit_ids });
  }
  return documents;
}
