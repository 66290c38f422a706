import { Injectable } from '@nestjs/common';
import { Changes } from '../../platform/changes/changes.ts';
import { systemContext } from '../../platform/context.ts';
import { Database } from '../../platform/database/database.ts';
import { addOrder, underWay } from './add-order.ts';

interface DueCertificate {
  id: string;
  customer_id: string;
  app_id: string;
}

/** Renewals that are ordered in one turn; the others have a third of their life. */
const BATCH = 20;

/** One that failed or was given up is ordered again a day later. */
const dueCertificates = `
  SELECT c.id, c.customer_id, c.app_id FROM certificates c
  WHERE c.renews_at <= now() AND EXISTS (SELECT FROM hosts h WHERE h.certificate_id = c.id)
    AND NOT EXISTS (
      SELECT FROM certificate_orders o
      WHERE o.renews = c.id AND (o.status = 'pending' OR o.updated_at > now() - interval '1 day'))
  ORDER BY c.renews_at LIMIT ${BATCH}`;

/** Orders the successors of certificates that were ordered. */
@Injectable()
export class Renewals {
  constructor(
    private readonly database: Database,
    private readonly changes: Changes,
  ) {}

  async run(): Promise<void> {
    const due = await this.database.asPlatform('certificates of every company', (tx) =>
      tx.query<DueCertificate[]>(dueCertificates),
    );
    for (const certificate of due) await this.#order(certificate);
  }

  async #order({ id, customer_id, app_id }: DueCertificate): Promise<void> {
    await this.changes.write(systemContext('certificates'), 'certificate_orders.renew', async (tx) => {
      await tx.query('SELECT FROM apps WHERE id = $1 FOR UPDATE', [app_id]);
      const rows = await tx.query<{ host: string }[]>(
        'SELECT host FROM hosts WHERE certificate_id = $1 ORDER BY host',
        [id],
      );
      const hosts = rows.map(({ host }) => host);
      const about = { resource: 'certificate', resourceId: id, customerId: customer_id };
      if (hosts.length === 0 || (await underWay(tx, app_id, hosts))) return { result: undefined, ...about };
      await addOrder(tx, { customerId: customer_id, appId: app_id, hosts, renews: id });
      return { result: undefined, ...about, after: { hosts } };
    });
  }
}
