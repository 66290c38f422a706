import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/database.ts';
import { Jobs } from '../../platform/jobs/jobs.ts';
import { MailOutbox } from '../../platform/mail/outbox.ts';
import { mailsToMembers } from '../notifications/index.ts';
import { keyExpiring } from './key-mails.ts';

interface ExpiringKey {
  id: string;
  customer_id: string;
  app: string;
  name: string;
  prefix: string;
  environment: string;
  expires_at: Date;
}

/** How long before the end members are told. */
const DAYS = 7;
/** Keys of one run; the rest waits an hour. */
const BATCH = 500;

const expiring = `
  SELECT k.id, k.customer_id, a.name AS app, k.name, k.prefix, k.environment, k.expires_at
  FROM api_keys k JOIN apps a ON a.id = k.app_id AND a.deleted_at IS NULL
  WHERE k.revoked_at IS NULL AND k.expiry_told_at IS NULL
    AND k.expires_at > now() AND k.expires_at < now() + interval '${DAYS} days'
    -- A rotated key is meant to end.
    AND NOT EXISTS (SELECT FROM api_keys newer WHERE newer.replaces = k.id)
  ORDER BY k.expires_at LIMIT ${BATCH} FOR UPDATE OF k SKIP LOCKED`;

/** Tells members once that a key is about to expire. */
@Injectable()
export class ExpiringKeys implements OnApplicationBootstrap {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly outbox: MailOutbox,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.jobs.schedule('expiring-keys', '23 * * * *', () => this.run());
  }

  async run(): Promise<void> {
    await this.database.asPlatform('keys of every company expire', async (tx) => {
      for (const key of await tx.query<ExpiringKey[]>(expiring)) await this.#tell(tx, key);
    });
  }

  async #tell(tx: Tx, key: ExpiringKey): Promise<void> {
    const mail = keyExpiring(key.app, key, key.expires_at);
    for (const each of await mailsToMembers(tx, key.customer_id, 'key_expiring', mail)) {
      await this.outbox.add(tx, each, key.customer_id);
    }
    await tx.query('UPDATE api_keys SET expiry_told_at = now() WHERE id = $1', [key.id]);
  }
}
