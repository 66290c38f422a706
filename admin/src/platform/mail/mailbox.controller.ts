import { Controller, Get, Header, Inject } from '@nestjs/common';
import { Database } from '../database/database.ts';
import { ENV, type Env } from '../env/env.ts';
import { Open } from '../http/handles.ts';
import { Problem } from '../http/problem.ts';
import { type MailboxItem, mailboxPage } from './mailbox-page.ts';

/** A developer's mailbox: every mail of the platform, readable by everybody who reaches the port. */
@Controller('/')
export class MailboxController {
  constructor(
    @Inject(ENV) private readonly env: Env,
    private readonly db: Database,
  ) {}

  @Get('/mailbox')
  @Header('content-type', 'text/html; charset=utf-8')
  @Open()
  async page(): Promise<string> {
    return mailboxPage(await this.#mails());
  }

  @Get('/mailbox.json')
  @Open()
  async list(): Promise<{ items: MailboxItem[] }> {
    return { items: await this.#mails() };
  }

  #mails(): Promise<MailboxItem[]> {
    // The environment allows this only outside production; without it the page does not exist.
    if (!this.env.AEGIS_MAILBOX) throw new Problem('not_found');
    return this.db.asPlatform("the local mailbox shows everybody's mails", async (tx) => {
      const rows = await tx.query<(Omit<MailboxItem, 'created_at'> & { created_at: Date })[]>(
        `SELECT id, recipient AS to, subject, body AS text, created_at FROM mail_outbox
         ORDER BY created_at DESC, id DESC LIMIT 100`,
      );
      return rows.map((row) => ({ ...row, created_at: row.created_at.toISOString() }));
    });
  }
}
