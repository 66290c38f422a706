import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Database } from '../database/database.ts';
import { Jobs } from './jobs.ts';

/** Forgets what has run out: sessions, mailed links, invitations, stored answers. */
@Injectable()
export class Cleanup implements OnApplicationBootstrap {
  constructor(
    private readonly jobs: Jobs,
    private readonly db: Database,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.jobs.schedule('cleanup', '17 * * * *', () => this.run());
  }

  async run(): Promise<void> {
    await this.db.asPlatform('what has run out belongs to everybody', async (tx) => {
      for (const table of ['sessions', 'mailed_links', 'invitations', 'company_invitations']) {
        await tx.query(`DELETE FROM ${table} WHERE expires_at < now()`);
      }
      await tx.query(`DELETE FROM idempotent_answers WHERE created_at < now() - interval '24 hours'`);
    });
  }
}
