import type { Person } from '../../platform/context.ts';
import type { Tx } from '../../platform/database/database.ts';

export interface AccountRow {
  id: string;
  email: string;
  name: string;
  password_hash: string | null;
  email_verified_at: Date | null;
}

const columns = 'id, email, name, password_hash, email_verified_at';

/** The account of an address, locked, so that two calls about it run one after the other. */
export async function lockAccountByEmail(tx: Tx, email: string): Promise<AccountRow | undefined> {
  const [row] = await tx.query<AccountRow[]>(`SELECT ${columns} FROM accounts WHERE email = $1 FOR UPDATE`, [
    email,
  ]);
  return row;
}

export async function accountById(tx: Tx, id: string): Promise<AccountRow> {
  const [row] = await tx.query<AccountRow[]>(`SELECT ${columns} FROM accounts WHERE id = $1 FOR UPDATE`, [
    id,
  ]);
  if (!row) throw new Error(`account ${id} is gone`);
  return row;
}

export const personOf = (row: AccountRow): Person => ({
  accountId: row.id,
  email: row.email,
  name: row.name,
  emailVerified: row.email_verified_at !== null,
});
