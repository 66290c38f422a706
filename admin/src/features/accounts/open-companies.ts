import type { Tx } from '../../platform/database/database.ts';
import type { Env } from '../../platform/env/env.ts';
import type { NewMail } from '../../platform/mail/outbox.ts';
import { awaitsApprovalMail, pageUrl } from './mails.ts';
import { statusAfterVerification } from './registration-rules.ts';

/** The companies that waited for their owner's address to be proved. @returns mails to those who approve */
export async function openCompanies(tx: Tx, env: Env, ownerId: string): Promise<NewMail[]> {
  const companies = await tx.query<{ id: string; name: string; invited: boolean }[]>(
    `SELECT c.id, c.name, c.invited FROM customers c JOIN memberships m ON m.customer_id = c.id
     WHERE m.account_id = $1 AND m.role = 'owner' AND c.status = 'unverified' FOR UPDATE OF c`,
    [ownerId],
  );
  const mails: NewMail[] = [];
  for (const { id, name, invited } of companies) {
    const status = statusAfterVerification(env, invited);
    await tx.query('UPDATE customers SET status = $2, version = version + 1 WHERE id = $1', [id, status]);
    if (status === 'pending') mails.push(...(await askForApproval(tx, env, name)));
  }
  return mails;
}

async function askForApproval(tx: Tx, env: Env, company: string): Promise<NewMail[]> {
  const operators = await tx.query<{ email: string }[]>(
    `SELECT a.email FROM operators o JOIN accounts a ON a.id = o.account_id WHERE o.role IN ('owner', 'admin')`,
  );
  const url = pageUrl(env.AEGIS_PUBLIC_URL, '/operator/customers', { status: 'pending' });
  return operators.map(({ email }) => awaitsApprovalMail(email, company, url));
}
