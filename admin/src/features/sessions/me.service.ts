import type { CustomerStatus, Me, MemberRole, OperatorRole } from '@aegis/contracts';
import { Injectable } from '@nestjs/common';
import type { AccountContext, Credential } from '../../platform/context.ts';
import { Database, type Tx } from '../../platform/database/database.ts';

interface AccountRow {
  id: string;
  email: string;
  name: string;
  email_verified: boolean;
  operator_role: OperatorRole | null;
}
interface MembershipRow {
  customer_id: string;
  slug: string;
  name: string;
  status: CustomerStatus;
  role: MemberRole;
}

/** The signed-in account as its owner sees it. */
@Injectable()
export class MeService {
  constructor(private readonly db: Database) {}

  read(ctx: Pick<AccountContext, 'person' | 'credential'>): Promise<Me> {
    return this.db.asPlatform("an account's memberships span companies", (tx) =>
      readMe(tx, ctx.person.accountId, ctx.credential),
    );
  }
}

async function readMe(tx: Tx, accountId: string, credential: Credential): Promise<Me> {
  const [account] = await tx.query<AccountRow[]>(
    `SELECT a.id, a.email, a.name, a.email_verified_at IS NOT NULL AS email_verified, o.role AS operator_role
     FROM accounts a LEFT JOIN operators o ON o.account_id = a.id WHERE a.id = $1`,
    [accountId],
  );
  if (!account) throw new Error(`account ${accountId} is gone`);
  const memberships = await tx.query<MembershipRow[]>(
    `SELECT m.customer_id, c.slug, c.name, c.status, m.role
     FROM memberships m JOIN customers c ON c.id = m.customer_id
     WHERE m.account_id = $1 AND ($2::uuid IS NULL OR m.customer_id = $2) ORDER BY m.joined_at, c.id`,
    [accountId, (credential.kind === 'token' ? credential.customerId : undefined) ?? null],
  );
  const { operator_role, ...person } = account;
  const boundToCompany = credential.kind === 'token' && credential.customerId !== undefined;
  return {
    account: person,
    memberships,
    ...(operator_role === null || boundToCompany ? {} : { operator_role }),
    ...(credential.kind === 'token' ? { scopes: [...credential.scopes] } : {}),
  };
}
