import type { Me, updateMe } from '@aegis/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { hashPassword, verifyPassword } from '../../platform/auth/passwords.ts';
import { type Changed, Changes } from '../../platform/changes/changes.ts';
import { minutes } from '../../platform/clock.ts';
import type { AccountContext } from '../../platform/context.ts';
import type { Tx } from '../../platform/database/database.ts';
import { ENV, type Env } from '../../platform/env/env.ts';
import type { Call } from '../../platform/http/call.ts';
import { Problem } from '../../platform/http/problem.ts';
import type { NewMail } from '../../platform/mail/outbox.ts';
import { Throttle } from '../../platform/redis/throttle.ts';
import { MeService, SessionsService } from '../sessions/index.ts';
import { type AccountRow, accountById } from './account.row.ts';
import { pageUrl, passwordChangedMail } from './mails.ts';

type Edit = Call<typeof updateMe>['body'];

const guesses = { name: 'password-change', amount: 10, periodMs: minutes(15) };

/** The own account: name and password. */
@Injectable()
export class ProfileService {
  constructor(
    private readonly changes: Changes,
    private readonly throttle: Throttle,
    private readonly sessions: SessionsService,
    private readonly me: MeService,
    @Inject(ENV) private readonly env: Env,
  ) {}

  async update(ctx: AccountContext, edit: Edit): Promise<Me> {
    if (edit.password) await this.throttle.take(guesses, ctx.person.accountId);
    await this.changes.write(ctx, 'accounts.update_me', async (tx): Promise<Changed<undefined>> => {
      const account = await accountById(tx, ctx.person.accountId);
      if (edit.name !== undefined) {
        await tx.query('UPDATE accounts SET name = $2 WHERE id = $1', [account.id, edit.name]);
      }
      const mails = edit.password ? await this.#changePassword(tx, ctx, account, edit.password) : [];
      return {
        result: undefined,
        resource: 'account',
        resourceId: account.id,
        before: { name: account.name },
        after: { name: edit.name ?? account.name, ...(edit.password ? { changed: ['password'] } : {}) },
        mails,
      };
    });
    return await this.me.read(ctx);
  }

  async #changePassword(
    tx: Tx,
    ctx: AccountContext,
    account: AccountRow,
    password: NonNullable<Edit['password']>,
  ): Promise<NewMail[]> {
    if (!(await verifyPassword(account.password_hash, password.current))) {
      throw new Problem('invalid_credentials', { detail: 'The current password is wrong.' });
    }
    const hash = await hashPassword(password.next);
    await tx.query('UPDATE accounts SET password_hash = $2 WHERE id = $1', [account.id, hash]);
    await this.sessions.endOthers(tx, account.id, ctx.credential.id);
    return [passwordChangedMail(account.email, pageUrl(this.env.AEGIS_PUBLIC_URL, '/forgot'))];
  }
}
