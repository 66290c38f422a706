import type { Customer, CustomerStatus } from '@aegis/contracts';
import type { Tx } from '../../platform/database/database.ts';
import { Problem } from '../../platform/http/problem.ts';

export interface CustomerRow {
  id: string;
  slug: string;
  name: string;
  status: CustomerStatus;
  status_reason: string | null;
  version: number;
  created_at: Date;
}

export const customerColumns = 'c.id, c.slug, c.name, c.status, c.status_reason, c.version, c.created_at';

export const customerView = (row: CustomerRow): Customer => ({
  id: row.id,
  slug: row.slug,
  name: row.name,
  status: row.status,
  created_at: row.created_at.toISOString(),
});

/** @throws Problem not_found */
export async function lockCustomer(tx: Tx, id: string): Promise<CustomerRow> {
  const [row] = await tx.query<CustomerRow[]>(
    `SELECT ${customerColumns} FROM customers c WHERE c.id = $1 FOR UPDATE`,
    [id],
  );
  if (!row) throw Problem.notFound('company');
  return row;
}
