import { mailsToMembers } from '../features/notifications/index.ts';
import type { Tx } from '../platform/database/database.ts';
import type { MailOutbox } from '../platform/mail/outbox.ts';
import type { Publication } from './store.ts';

interface Affected {
  customer_id: string;
  summary: string;
}

/** Companies whose change among the published ones touched a refused document. */
const affected = `
  SELECT DISTINCT ON (r.customer_id) r.customer_id, r.summary FROM revisions r
  WHERE r.revision > $1 AND r.revision <= $2 AND r.customer_id IS NOT NULL
    AND EXISTS (SELECT FROM jsonb_array_elements(r.documents) d WHERE d->>'name' = $3)
  ORDER BY r.customer_id, r.revision DESC`;

/** Tells members that a change of theirs does not reach the gateways; commits with the publication itself. */
export async function mailRefusals(
  tx: Tx,
  outbox: MailOutbox,
  previous: number,
  { revision, refused }: Publication,
): Promise<void> {
  for (const { name, reason } of refused) {
    for (const { customer_id, summary } of await tx.query<Affected[]>(affected, [previous, revision, name])) {
      const mail = {
        subject: 'A change was not published',
        text: `${summary}: the gateways keep what they had, because ${name} is refused.\n\n${reason}`,
      };
      for (const each of await mailsToMembers(tx, customer_id, 'revision_refused', mail)) {
        await outbox.add(tx, each, customer_id);
      }
    }
  }
}
