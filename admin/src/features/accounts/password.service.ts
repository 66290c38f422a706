import { Inject, Injectable } from '@nestjs/common';
import { hashPassword } from '../../platform/auth/passwords.ts';
import { type Changed, Changes } from '../../platform/changes/changes.ts';
import type { PublicContext } from '../../platform/context.ts';
import { ENV, type Env } from '../../platform/env/env.ts';
import { Throttle } from '../../platform/redis/throttle.ts';
import { SessionsService } from '../sessions/index.ts';
import { accountById, lockAccountByEmail } from './account.row.ts';
import { MailedLinks } from './mailed-links.ts';
import { pageUrl, passwordChangedMail, resetMail } from './mails.ts';
import { openCompanies } from './open-companies.ts';
import { perAddress, perMailbox } from './registration.service.ts';

/** A forgotten password. */
@Injectable()
export class PasswordService {
  constructor(
    private readonly changes: Changes,
    private readonly throttle: Throttle,
    private readonly links: MailedLinks,
    private readonly sessions: SessionsService,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** Mails a link, if the address has an account; the answer does not tell. */
  async forgot(ctx: PublicContext, email: string): Promise<void> {
    await this.throttle.take(perAddress, ctx.origin.ip);
    await this.throttle.take(perMailbox, email);
    await this.changes.write(ctx, 'accounts.forgot_password', async (tx): Promise<Changed<undefined>> => {
      const account = await lockAccountByEmail(tx, email);
      if (!account) return { result: undefined, resource: 'account' };
      const token = await this.links.create(tx, account.id, 'reset');
      const mails = [resetMail(email, pageUrl(this.env.AEGIS_PUBLIC_URL, '/reset', { token }))];
      return { result: undefined, resource: 'account', resourceId: account.id, mails };
    });
  }

  /** Sets the password, ends every session and personal token. The link proves the address as well. */
  async reset(ctx: PublicContext, token: string, password: string): Promise<void> {
    await this.throttle.take(perAddress, ctx.origin.ip);
    const hash = await hashPassword(password);
    await this.changes.write(ctx, 'accounts.reset_password', async (tx): Promise<Changed<undefined>> => {
      const account = await accountById(tx, await this.links.use(tx, 'reset', token));
      await tx.query(
        `UPDATE accounts SET password_hash = $2, email_verified_at = coalesce(email_verified_at, now()) WHERE id = $1`,
        [account.id, hash],
      );
      await this.sessions.endOthers(tx, account.id);
      const opened = account.email_verified_at === null ? await openCompanies(tx, this.env, account.id) : [];
      const mails = [
        ...opened,
        passwordChangedMail(account.email, pageUrl(this.env.AEGIS_PUBLIC_URL, '/forgot')),
      ];
      return { result: undefined, resource: 'account', resourceId: account.id, mails };
    });
  }
}
