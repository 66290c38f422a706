import { Inject, Injectable } from '@nestjs/common';
import { type Changed, Changes } from '../../platform/changes/changes.ts';
import type { Person, PublicContext } from '../../platform/context.ts';
import type { Tx } from '../../platform/database/database.ts';
import { ENV, type Env } from '../../platform/env/env.ts';
import { Throttle } from '../../platform/redis/throttle.ts';
import { type OpenedSession, SessionsService } from '../sessions/index.ts';
import { accountById, lockAccountByEmail, personOf } from './account.row.ts';
import { MailedLinks } from './mailed-links.ts';
import { pageUrl, verificationMail } from './mails.ts';
import { openCompanies } from './open-companies.ts';
import { perAddress, perMailbox } from './registration.service.ts';

/** The mailed link of a registration. */
@Injectable()
export class VerificationService {
  constructor(
    private readonly changes: Changes,
    private readonly throttle: Throttle,
    private readonly links: MailedLinks,
    private readonly sessions: SessionsService,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** Confirms the address and signs in. */
  async verify(ctx: PublicContext, token: string): Promise<OpenedSession> {
    await this.throttle.take(perAddress, ctx.origin.ip);
    const { result } = await this.changes.write(ctx, 'accounts.verify_email', (tx) =>
      this.#verify(tx, token),
    );
    return await this.sessions.open(result, ctx.origin);
  }

  /** Mails the link again, if there is anything to confirm; the answer does not tell. */
  async resend(ctx: PublicContext, email: string): Promise<void> {
    await this.throttle.take(perAddress, ctx.origin.ip);
    await this.throttle.take(perMailbox, email);
    await this.changes.write(ctx, 'accounts.resend_verification', async (tx): Promise<Changed<undefined>> => {
      const account = await lockAccountByEmail(tx, email);
      if (!account || account.email_verified_at !== null) return { result: undefined, resource: 'account' };
      const token = await this.links.create(tx, account.id, 'verify');
      const url = pageUrl(this.env.AEGIS_PUBLIC_URL, '/verify', { token });
      const mails = [verificationMail(email, account.name, url)];
      return { result: undefined, resource: 'account', resourceId: account.id, mails };
    });
  }

  async #verify(tx: Tx, token: string): Promise<Changed<Person>> {
    const account = await accountById(tx, await this.links.use(tx, 'verify', token));
    await tx.query('UPDATE accounts SET email_verified_at = now() WHERE id = $1', [account.id]);
    const mails = await openCompanies(tx, this.env, account.id);
    const person: Person = { ...personOf(account), emailVerified: true };
    return {
      result: person,
      resource: 'account',
      resourceId: account.id,
      after: { email: account.email },
      mails,
    };
  }
}
