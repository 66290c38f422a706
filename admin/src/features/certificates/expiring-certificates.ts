import { CERTIFICATE_EXPIRES_SOON_DAYS, type CertificateOrigin } from '@aegis/contracts';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/database.ts';
import { Jobs } from '../../platform/jobs/jobs.ts';
import { MailOutbox } from '../../platform/mail/outbox.ts';
import { mailsToMembers } from '../notifications/index.ts';
import { RENEWAL_OVERDUE_DAYS } from './certificate.row.ts';
import { certificateExpiring } from './certificate-mails.ts';

interface ExpiringCertificate {
  id: string;
  customer_id: string;
  app: string;
  origin: CertificateOrigin;
  hosts: string[];
  expires_at: Date;
  /** The notice that is due: so many days before the end. */
  days: number;
}

const FIRST_DAYS = CERTIFICATE_EXPIRES_SOON_DAYS;
const LAST_DAYS = 7;
/** Certificates of one run; the rest waits an hour. */
const BATCH = 500;

const isLast = `c.expires_at < now() + interval '${LAST_DAYS} days'`;
const expiring = `
  SELECT c.id, c.customer_id, a.name AS app, c.origin, c.expires_at,
    ARRAY(SELECT h.host FROM hosts h WHERE h.certificate_id = c.id ORDER BY h.host) AS hosts,
    CASE WHEN ${isLast} THEN ${LAST_DAYS} ELSE ${FIRST_DAYS} END AS days
  FROM certificates c JOIN apps a ON a.id = c.app_id
  WHERE c.expires_at > now() AND c.expires_at < now() + interval '${FIRST_DAYS} days'
    AND (c.renews_at IS NULL OR c.renews_at < now() - interval '${RENEWAL_OVERDUE_DAYS} days')
    AND (c.told_days IS NULL OR (c.told_days > ${LAST_DAYS} AND ${isLast}))
    AND EXISTS (SELECT FROM hosts h WHERE h.certificate_id = c.id)
  ORDER BY c.expires_at LIMIT ${BATCH} FOR UPDATE OF c SKIP LOCKED`;

/** Tells members three weeks and one week before a certificate expires. */
@Injectable()
export class ExpiringCertificates implements OnApplicationBootstrap {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly outbox: MailOutbox,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.jobs.schedule('expiring-certificates', '37 * * * *', () => this.run());
  }

  async run(): Promise<void> {
    await this.database.asPlatform('certificates of every company expire', async (tx) => {
      for (const certificate of await tx.query<ExpiringCertificate[]>(expiring)) {
        await this.#tell(tx, certificate);
      }
    });
  }

  async #tell(tx: Tx, certificate: ExpiringCertificate): Promise<void> {
    const { id, customer_id, app, origin, hosts, expires_at, days } = certificate;
    const mail = certificateExpiring(app, hosts, expires_at, origin);
    for (const each of await mailsToMembers(tx, customer_id, 'certificate_expiring', mail)) {
      await this.outbox.add(tx, each, customer_id);
    }
    await tx.query('UPDATE certificates SET told_days = $2 WHERE id = $1', [id, days]);
  }
}
