import type { register } from '@aegis/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { hashPassword } from '../../platform/auth/passwords.ts';
import { type Changed, Changes } from '../../platform/changes/changes.ts';
import { hours } from '../../platform/clock.ts';
import type { PublicContext } from '../../platform/context.ts';
import type { Tx } from '../../platform/database/database.ts';
import { ENV, type Env } from '../../platform/env/env.ts';
import type { Call } from '../../platform/http/call.ts';
import { Problem } from '../../platform/http/problem.ts';
import { newId } from '../../platform/ids.ts';
import type { NewMail } from '../../platform/mail/outbox.ts';
import { Throttle } from '../../platform/redis/throttle.ts';
import { numberedSlug, slugFrom } from '../../platform/slug.ts';
import { type AccountRow, lockAccountByEmail } from './account.row.ts';
import { type FoundInvitation, InvitationLookup } from './invitation-lookup.ts';
import { MailedLinks } from './mailed-links.ts';
import { alreadyRegisteredMail, pageUrl, verificationMail } from './mails.ts';
import { assertMayRegister } from './registration-rules.ts';

type Registration = Call<typeof register>['body'];
type Registering = Registration & { passwordHash: string };

export const perAddress = { name: 'register-ip', amount: 60, periodMs: hours(1) };
export const perMailbox = { name: 'register-mailbox', amount: 10, periodMs: hours(1) };

/** A company and its owner, or a colleague who follows an invitation. Both begin with a mailed link. */
@Injectable()
export class RegistrationService {
  constructor(
    private readonly changes: Changes,
    private readonly throttle: Throttle,
    private readonly links: MailedLinks,
    private readonly invitations: InvitationLookup,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** Answers the same, and takes as long, whether or not the address is registered. */
  async register(ctx: PublicContext, input: Registration): Promise<void> {
    await this.throttle.take(perAddress, ctx.origin.ip);
    await this.throttle.take(perMailbox, input.email);
    assertMayRegister(this.env, input);
    const registering = { ...input, passwordHash: await hashPassword(input.password) };
    await this.changes.write(ctx, 'accounts.register', (tx) => this.#register(tx, registering));
  }

  async #register(tx: Tx, input: Registering): Promise<Changed<undefined>> {
    const invitation = input.invitation && (await this.invitations.find(tx, input.invitation, input.email));
    const known = await lockAccountByEmail(tx, input.email);
    if (known && known.email_verified_at !== null) return this.#alreadyRegistered(known);
    const accountId = known ? await this.#startOver(tx, known, input) : await this.#createAccount(tx, input);
    const customerId = invitation
      ? await this.#followInvitation(tx, accountId, input, invitation)
      : await this.#createCompany(tx, accountId, input, false);
    return {
      result: undefined,
      resource: 'account',
      resourceId: accountId,
      customerId,
      after: { email: input.email, name: input.name },
      mails: [await this.#verification(tx, accountId, input)],
    };
  }

  #alreadyRegistered(account: AccountRow): Changed<undefined> {
    const at = (path: string) => pageUrl(this.env.AEGIS_PUBLIC_URL, path);
    const mails = [alreadyRegisteredMail(account.email, at('/login'), at('/forgot'))];
    return { result: undefined, resource: 'account', resourceId: account.id, mails };
  }

  /**
   * An account that nobody confirmed may have been made by a stranger who waits for the address's owner to
   * confirm it: the newest registration replaces its password, its name and its company.
   */
  async #startOver(tx: Tx, account: AccountRow, input: Registering): Promise<string> {
    await tx.query('UPDATE accounts SET name = $2, password_hash = $3 WHERE id = $1', [
      account.id,
      input.name,
      input.passwordHash,
    ]);
    await tx.query(
      `DELETE FROM customers c USING memberships m
       WHERE m.customer_id = c.id AND m.account_id = $1 AND m.role = 'owner' AND c.status = 'unverified'`,
      [account.id],
    );
    return account.id;
  }

  async #createAccount(tx: Tx, input: Registering): Promise<string> {
    const id = newId();
    await tx.query('INSERT INTO accounts (id, email, name, password_hash) VALUES ($1, $2, $3, $4)', [
      id,
      input.email,
      input.name,
      input.passwordHash,
    ]);
    return id;
  }

  async #followInvitation(
    tx: Tx,
    accountId: string,
    input: Registering,
    invitation: FoundInvitation,
  ): Promise<string> {
    if (invitation.kind === 'company') {
      await tx.query('DELETE FROM company_invitations WHERE id = $1', [invitation.id]);
      return await this.#createCompany(tx, accountId, input, true);
    }
    await tx.query('DELETE FROM invitations WHERE id = $1', [invitation.id]);
    await tx.query(
      'INSERT INTO memberships (customer_id, account_id, role) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
      [invitation.customerId, accountId, invitation.role],
    );
    return invitation.customerId;
  }

  async #createCompany(tx: Tx, accountId: string, input: Registering, invited: boolean): Promise<string> {
    if (input.company === undefined) throw Problem.invalid('/company', 'is needed to register a company');
    const id = newId();
    const slug = slugFrom(input.company, 'company');
    for (let attempt = 1; ; attempt += 1) {
      const inserted = await tx.query<unknown[]>(
        `INSERT INTO customers (id, slug, name, status, invited) VALUES ($1, $2, $3, 'unverified', $4)
         ON CONFLICT (slug) DO NOTHING RETURNING id`,
        // After a few taken numbers a random one ends the search.
        [
          id,
          attempt <= 5 ? numberedSlug(slug, attempt) : numberedSlug(slug, randomNumber()),
          input.company,
          invited,
        ],
      );
      if (inserted.length > 0) break;
    }
    await tx.query(`INSERT INTO memberships (customer_id, account_id, role) VALUES ($1, $2, 'owner')`, [
      id,
      accountId,
    ]);
    return id;
  }

  async #verification(tx: Tx, accountId: string, input: Registering): Promise<NewMail> {
    const token = await this.links.create(tx, accountId, 'verify');
    return verificationMail(
      input.email,
      input.name,
      pageUrl(this.env.AEGIS_PUBLIC_URL, '/verify', { token }),
    );
  }
}

const randomNumber = (): number => 1_000 + Math.floor(Math.random() * 9_000_000);
