import type { Member, MemberRole } from '@aegis/contracts';
import type { Tx } from '../../platform/database/database.ts';

export interface MemberRow {
  account_id: string;
  email: string;
  name: string;
  role: MemberRole;
  joined_at: Date;
}

export const memberColumns = 'm.account_id, a.email, a.name, m.role, m.joined_at';
export const memberTables = 'memberships m JOIN accounts a ON a.id = m.account_id';

export const memberView = (row: MemberRow): Member => ({ ...row, joined_at: row.joined_at.toISOString() });

export async function findMember(
  tx: Tx,
  customerId: string,
  accountId: string,
): Promise<MemberRow | undefined> {
  const [row] = await tx.query<MemberRow[]>(
    `SELECT ${memberColumns} FROM ${memberTables} WHERE m.customer_id = $1 AND m.account_id = $2`,
    [customerId, accountId],
  );
  return row;
}
