import type { NotificationKind } from '@aegis/contracts';
import type { Tx } from '../../platform/database/database.ts';
import type { NewMail } from '../../platform/mail/outbox.ts';

/** One mail to every member who wants mails of this kind: by default the company's owners and admins. */
export async function mailsToMembers(
  tx: Tx,
  customerId: string,
  kind: NotificationKind,
  mail: Omit<NewMail, 'to'>,
): Promise<NewMail[]> {
  const members = await tx.query<{ email: string }[]>(
    `SELECT a.email FROM memberships m JOIN accounts a ON a.id = m.account_id
     LEFT JOIN notification_settings s ON s.customer_id = m.customer_id AND s.account_id = m.account_id
     WHERE m.customer_id = $1 AND coalesce((s.email->>$2)::boolean, m.role IN ('owner', 'admin'))
     ORDER BY a.email`,
    [customerId, kind],
  );
  return members.map(({ email }) => ({ to: email, ...mail }));
}
