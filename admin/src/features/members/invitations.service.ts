import type { Invitation, inviteMember, Member, MemberRole } from '@aegis/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { type Changed, Changes } from '../../platform/changes/changes.ts';
import { Clock, days } from '../../platform/clock.ts';
import type { AccountContext, CustomerContext } from '../../platform/context.ts';
import { Keyring, randomText } from '../../platform/crypto/keyring.ts';
import { Database, type Tx } from '../../platform/database/database.ts';
import { ENV, type Env } from '../../platform/env/env.ts';
import type { Call } from '../../platform/http/call.ts';
import { Problem } from '../../platform/http/problem.ts';
import { newId } from '../../platform/ids.ts';
import { Throttle } from '../../platform/redis/throttle.ts';
import { InvitationLookup, pageUrl } from '../accounts/index.ts';
import { mailsToMembers } from '../notifications/index.ts';
import { invitationMail, memberJoinedMail } from './mails.ts';
import { findMember, memberView } from './member.row.ts';
import { assertMayTouch } from './member-rules.ts';

interface InvitationRow {
  id: string;
  email: string;
  role: MemberRole;
  created_at: Date;
  expires_at: Date;
}

const view = (row: InvitationRow): Invitation => ({
  ...row,
  created_at: row.created_at.toISOString(),
  expires_at: row.expires_at.toISOString(),
});

const perCompany = { name: 'invite', amount: 100, periodMs: days(1) };

@Injectable()
export class InvitationsService {
  constructor(
    private readonly db: Database,
    private readonly changes: Changes,
    private readonly keyring: Keyring,
    private readonly clock: Clock,
    private readonly throttle: Throttle,
    private readonly lookup: InvitationLookup,
    @Inject(ENV) private readonly env: Env,
  ) {}

  list(ctx: CustomerContext): Promise<Invitation[]> {
    return this.db.asCustomer(ctx, async (tx) => {
      const rows = await tx.query<InvitationRow[]>(
        `SELECT id, email, role, created_at, expires_at FROM invitations
         WHERE expires_at > now() ORDER BY created_at DESC, id DESC`,
      );
      return rows.map(view);
    });
  }

  /** Inviting an address again mails a new link with the new role; the old one stops working. */
  async create(ctx: CustomerContext, input: Call<typeof inviteMember>['body']): Promise<Invitation> {
    assertMayTouch(ctx.role, input.role);
    await this.throttle.take(perCompany, ctx.customer.id);
    const token = randomText();
    const row: InvitationRow = {
      id: newId(),
      ...input,
      created_at: this.clock.now(),
      expires_at: this.clock.in(days(7)),
    };
    const { result } = await this.changes.write(
      ctx,
      'invitations.create',
      async (tx): Promise<Changed<Invitation>> => {
        await assertNoMember(tx, row.email);
        await tx.query('DELETE FROM invitations WHERE email = $1', [row.email]);
        await tx.query(
          `INSERT INTO invitations (id, customer_id, email, role, token_hash, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)`,
          [
            row.id,
            ctx.customer.id,
            row.email,
            row.role,
            this.keyring.mac('invitation', token),
            row.created_at,
            row.expires_at,
          ],
        );
        const url = pageUrl(this.env.AEGIS_PUBLIC_URL, '/invitation', { token });
        const mails = [invitationMail(row.email, ctx.person.name, ctx.customer.name, url)];
        return { result: view(row), resource: 'invitation', resourceId: row.id, after: view(row), mails };
      },
    );
    return result;
  }

  async withdraw(ctx: CustomerContext, id: string): Promise<void> {
    await this.changes.write(ctx, 'invitations.withdraw', async (tx): Promise<Changed<undefined>> => {
      const [rows] = await tx.query<[{ email: string; role: MemberRole }[], number]>(
        'DELETE FROM invitations WHERE id = $1 RETURNING email, role',
        [id],
      );
      const [row] = rows;
      if (!row) throw Problem.notFound('invitation');
      return { result: undefined, resource: 'invitation', resourceId: id, before: row };
    });
  }

  /** Joins with the signed-in account; the invitation must have been mailed to its address. */
  async accept(ctx: AccountContext, token: string): Promise<Member> {
    const { result } = await this.changes.write(
      ctx,
      'invitations.accept',
      async (tx): Promise<Changed<Member>> => {
        const invitation = await this.lookup.find(tx, token, ctx.person.email);
        // An invitation to register a company of one's own is used on the registration page.
        if (invitation.kind !== 'member') throw new Problem('link_invalid');
        const { customerId } = invitation;
        await tx.query('DELETE FROM invitations WHERE id = $1', [invitation.id]);
        await tx.query(
          'INSERT INTO memberships (customer_id, account_id, role) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
          [customerId, ctx.person.accountId, invitation.role],
        );
        const row = await findMember(tx, customerId, ctx.person.accountId);
        if (!row) throw new Error('the membership was not written');
        const member = memberView(row);
        const mail = memberJoinedMail(member.name, member.email, member.role);
        const mails = await mailsToMembers(tx, customerId, 'member_joined', mail);
        return {
          result: member,
          resource: 'member',
          resourceId: member.account_id,
          customerId,
          after: { email: member.email, role: member.role },
          mails: mails.filter(({ to }) => to !== member.email),
        };
      },
    );
    return result;
  }
}

async function assertNoMember(tx: Tx, email: string): Promise<void> {
  const found = await tx.query<unknown[]>(
    'SELECT 1 FROM memberships m JOIN accounts a ON a.id = m.account_id WHERE a.email = $1',
    [email],
  );
  if (found.length > 0) throw Problem.conflict(`${email} is a member already.`);
}
