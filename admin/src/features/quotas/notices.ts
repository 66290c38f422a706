import { type Environment, QUOTA_SHARES, type QuotaReached } from '@aegis/contracts';
import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/database.ts';
import { MailOutbox } from '../../platform/mail/outbox.ts';
import { mailsToMembers } from '../notifications/index.ts';
import { QuotaLedger } from './ledger.ts';
import { quotaReached } from './quota-mails.ts';
import { type QuotaRow, quotaRecord } from './quota-record.ts';

/** A quota of many tenants must not flood its owner's mailbox: mails of one quota and period. */
export const MAX_MAILS = 100;

interface KnownQuota extends QuotaRow {
  customer_id: string;
  app: string;
}

const known = `
  SELECT q.id, q.name, q.settings, q.customer_id, a.name AS app
  FROM quotas q JOIN apps a ON a.id = q.app_id AND a.deleted_at IS NULL
  WHERE q.id = $1 AND q.app_id = $2`;

/** A share that is reached covers the smaller ones, so that none of them is told after it. */
const note = `
  INSERT INTO quota_notices (quota_id, customer_id, environment, tenant, period, amount, percent, told)
    SELECT $1, $2, $3, $4, $5, $6, share, share = $8 FROM unnest($7::smallint[]) AS share
  ON CONFLICT DO NOTHING RETURNING percent`;

/** Tells members what share of a quota is used: 80, 90 and 100 percent, once each in a period. */
@Injectable()
export class QuotaNotices {
  constructor(
    private readonly database: Database,
    private readonly outbox: MailOutbox,
    private readonly ledger: QuotaLedger,
  ) {}

  /** However often a gateway says so. */
  async reached(reached: QuotaReached): Promise<void> {
    await this.database.asPlatform('a quota of some company is nearly used up', async (tx) => {
      const [quota] = await tx.query<KnownQuota[]>(known, [reached.quota_id, reached.app_id]);
      if (quota && (await this.#isNew(tx, quota, reached))) await this.#mail(tx, quota, reached);
    });
  }

  async #isNew(tx: Tx, quota: KnownQuota, { percent, ...reached }: QuotaReached): Promise<boolean> {
    const shares = QUOTA_SHARES.filter((share) => share <= percent);
    const rows = await tx.query<{ percent: number }[]>(note, [
      quota.id,
      quota.customer_id,
      reached.environment satisfies Environment,
      reached.tenant.replaceAll('\0', ''),
      reached.period,
      reached.amount,
      `{${shares.join(',')}}`,
      percent,
    ]);
    return rows.some((row) => row.percent === percent);
  }

  async #mail(tx: Tx, quota: KnownQuota, reached: QuotaReached): Promise<void> {
    const [{ told } = { told: 0 }] = await tx.query<{ told: number }[]>(
      'SELECT count(*)::int AS told FROM quota_notices WHERE quota_id = $1 AND period = $2 AND told',
      [quota.id, reached.period],
    );
    if (told > MAX_MAILS) return;
    const { kind } = quota.settings;
    const resetsAt = new Date(this.ledger.periodOf(quotaRecord(quota)).ends * 1_000);
    const mail = quotaReached(
      { ...reached, app: quota.app, name: quota.name, kind, resetsAt },
      told === MAX_MAILS,
    );
    for (const each of await mailsToMembers(tx, quota.customer_id, 'quota_reached', mail)) {
      await this.outbox.add(tx, each, quota.customer_id);
    }
  }
}
