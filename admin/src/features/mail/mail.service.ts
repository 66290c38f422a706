import type { Mail } from '@aegis/contracts';
import { Injectable } from '@nestjs/common';
import { type Changed, Changes } from '../../platform/changes/changes.ts';
import type { OperatorContext } from '../../platform/context.ts';
import { Database } from '../../platform/database/database.ts';
import { listPage, type Page, type PageQuery } from '../../platform/database/page.ts';
import { Problem } from '../../platform/http/problem.ts';

interface MailRow {
  id: string;
  recipient: string;
  subject: string;
  body: string;
  state: Mail['state'];
  attempts: number;
  error: string | null;
  created_at: Date;
}

const columns = 'm.id, m.recipient, m.subject, m.body, m.state, m.attempts, m.error, m.created_at';

const view = (row: MailRow): Mail => ({
  id: row.id,
  to: row.recipient,
  subject: row.subject,
  text: row.body,
  state: row.state,
  attempts: row.attempts,
  created_at: row.created_at.toISOString(),
  ...(row.error === null ? {} : { error: row.error }),
});

/** The outbox as operators see it. */
@Injectable()
export class MailService {
  constructor(
    private readonly db: Database,
    private readonly changes: Changes,
  ) {}

  async list(query: PageQuery): Promise<Page<Mail>> {
    const page = await this.db.asPlatform('operators see the whole outbox', (tx) =>
      listPage<MailRow>(
        tx,
        {
          select: columns,
          from: 'mail_outbox m',
          sorts: { created_at: { column: 'm.created_at', type: 'timestamptz' } },
          defaultSort: '-created_at',
          id: { column: 'm.id', type: 'uuid' },
          search: ['m.recipient', 'm.subject'],
        },
        query,
      ),
    );
    return { ...page, items: page.items.map(view) };
  }

  /** Queues a mail again that failed, or that was kept while there was no mail server. */
  async retry(ctx: OperatorContext, id: string): Promise<Mail> {
    const { result } = await this.changes.write(ctx, 'mail.retry', async (tx): Promise<Changed<Mail>> => {
      const [row] = await tx.query<MailRow[]>(
        `SELECT ${columns} FROM mail_outbox m WHERE m.id = $1 FOR UPDATE`,
        [id],
      );
      if (!row) throw Problem.notFound('mail');
      if (row.state === 'sent' || row.state === 'queued') throw Problem.conflict(`The mail is ${row.state}.`);
      await tx.query(
        `UPDATE mail_outbox SET state = 'queued', attempts = 0, error = NULL, next_attempt_at = now() WHERE id = $1`,
        [id],
      );
      await tx.query(`SELECT pg_notify('aegis_mail', '')`);
      const queued: MailRow = { ...row, state: 'queued', attempts: 0, error: null };
      return {
        result: view(queued),
        resource: 'mail',
        resourceId: id,
        before: { state: row.state },
        after: { state: 'queued' },
      };
    });
    return result;
  }
}
