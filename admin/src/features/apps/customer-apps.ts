import type { TouchedDocument } from '../../platform/changes/changes.ts';
import type { Tx } from '../../platform/database/database.ts';

/** What to publish when a company's status changes: the document of each of its apps. */
export async function touchedApps(tx: Tx, customerId: string, active: boolean): Promise<TouchedDocument[]> {
  const rows = await tx.query<{ id: string }[]>(
    'SELECT id FROM apps WHERE customer_id = $1 AND deleted_at IS NULL ORDER BY id',
    [customerId],
  );
  return rows.map(({ id }) => ({ name: `app:${id}`, ...(active ? {} : { fact: 'suspended' as const }) }));
}
