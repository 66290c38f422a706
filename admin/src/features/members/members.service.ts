import type { Member, MemberRole } from '@aegis/contracts';
import { Injectable } from '@nestjs/common';
import { type Changed, Changes } from '../../platform/changes/changes.ts';
import type { CustomerContext } from '../../platform/context.ts';
import { Database, type Tx } from '../../platform/database/database.ts';
import { listPage, type Page, type PageQuery } from '../../platform/database/page.ts';
import { Problem } from '../../platform/http/problem.ts';
import { findMember, type MemberRow, memberColumns, memberTables, memberView } from './member.row.ts';
import { assertMayTouch, assertOwnerRemains } from './member-rules.ts';

@Injectable()
export class MembersService {
  constructor(
    private readonly db: Database,
    private readonly changes: Changes,
  ) {}

  async list(ctx: CustomerContext, query: PageQuery): Promise<Page<Member>> {
    const page = await this.db.asCustomer(ctx, (tx) =>
      listPage<MemberRow>(
        tx,
        {
          select: memberColumns,
          from: memberTables,
          sorts: {
            joined_at: { column: 'm.joined_at', type: 'timestamptz' },
            email: { column: 'a.email', type: 'text' },
          },
          defaultSort: 'joined_at',
          id: { column: 'm.account_id', type: 'uuid' },
          search: ['a.email', 'a.name'],
        },
        query,
      ),
    );
    return { ...page, items: page.items.map(memberView) };
  }

  async changeRole(ctx: CustomerContext, accountId: string, role: MemberRole): Promise<Member> {
    const { result } = await this.changes.write(
      ctx,
      'members.change_role',
      async (tx): Promise<Changed<Member>> => {
        const owners = await lockOwners(tx);
        const member = await memberOf(tx, ctx, accountId);
        assertMayTouch(ctx.role, member.role, role);
        if (role !== 'owner') assertOwnerRemains(owners, accountId);
        await tx.query('UPDATE memberships SET role = $2 WHERE account_id = $1', [accountId, role]);
        return {
          result: memberView({ ...member, role }),
          resource: 'member',
          resourceId: accountId,
          before: { email: member.email, role: member.role },
          after: { email: member.email, role },
        };
      },
    );
    return result;
  }

  /** Ends the membership at once, together with the tokens that the member made for the company. */
  async remove(ctx: CustomerContext, accountId: string): Promise<void> {
    await this.changes.write(ctx, 'members.remove', async (tx): Promise<Changed<undefined>> => {
      const owners = await lockOwners(tx);
      const member = await memberOf(tx, ctx, accountId);
      assertMayTouch(ctx.role, member.role);
      assertOwnerRemains(owners, accountId);
      await tx.query('DELETE FROM tokens WHERE account_id = $1', [accountId]);
      await tx.query('DELETE FROM memberships WHERE account_id = $1', [accountId]);
      return {
        result: undefined,
        resource: 'member',
        resourceId: accountId,
        before: { email: member.email, role: member.role },
      };
    });
  }
}

async function memberOf(tx: Tx, ctx: CustomerContext, accountId: string): Promise<MemberRow> {
  const member = await findMember(tx, ctx.customer.id, accountId);
  if (!member) throw Problem.notFound('member');
  return member;
}

/** Locked together, so that two owners who leave at the same moment cannot both go. */
async function lockOwners(tx: Tx): Promise<string[]> {
  const rows = await tx.query<{ account_id: string }[]>(
    `SELECT account_id FROM memberships WHERE role = 'owner' ORDER BY account_id FOR UPDATE`,
  );
  return rows.map(({ account_id }) => account_id);
}
