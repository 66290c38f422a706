import type { CustomerStatus, Environment, MemberRole, OperatorRole } from '@aegis/contracts';
import { Injectable } from '@nestjs/common';
import type { Credential, CustomerContext, Person } from '../context.ts';
import { Keyring } from '../crypto/keyring.ts';
import { Database } from '../database/database.ts';

/** A caller whose credential was good, with everything that the guard decides by. */
export interface Caller {
  person: Person;
  credential: Credential;
  operatorRole: OperatorRole | undefined;
  memberships: { customer: CustomerContext['customer']; role: MemberRole }[];
}

interface CallerRow {
  account_id: string;
  email: string;
  name: string;
  email_verified: boolean;
  operator_role: OperatorRole | null;
  memberships: { id: string; slug: string; name: string; status: CustomerStatus; role: MemberRole }[];
}
interface TokenRow extends CallerRow {
  id: string;
  scopes: string[];
  customer_id: string | null;
  app_id: string | null;
  environment: Environment | null;
}

/** Account, operator role and memberships in one round trip; asked anew for every call, so revocation is immediate. */
const callerColumns = `
  a.id AS account_id, a.email, a.name, a.email_verified_at IS NOT NULL AS email_verified,
  (SELECT o.role FROM operators o WHERE o.account_id = a.id) AS operator_role,
  coalesce((
    SELECT json_agg(json_build_object('id', c.id, 'slug', c.slug, 'name', c.name, 'status', c.status, 'role', m.role)
      ORDER BY m.joined_at, c.id)
    FROM memberships m JOIN customers c ON c.id = m.customer_id WHERE m.account_id = a.id
  ), '[]'::json) AS memberships`;

@Injectable()
export class Authenticator {
  constructor(
    private readonly db: Database,
    private readonly keyring: Keyring,
  ) {}

  bySession(token: string): Promise<Caller | undefined> {
    return this.db.asPlatform('a session is looked up before anybody is known', async (tx) => {
      const [row] = await tx.query<(CallerRow & { id: string })[]>(
        `SELECT s.id, ${callerColumns} FROM sessions s JOIN accounts a ON a.id = s.account_id
         WHERE s.token_hash = ANY($1) AND s.expires_at > now()`,
        [this.keyring.macs('session', token)],
      );
      if (!row) return undefined;
      await tx.query(
        `UPDATE sessions SET last_seen_at = now() WHERE id = $1 AND last_seen_at < now() - interval '1 minute'`,
        [row.id],
      );
      return callerOf(row, { kind: 'session', id: row.id });
    });
  }

  byToken(token: string): Promise<Caller | undefined> {
    return this.db.asPlatform('a token is looked up before anybody is known', async (tx) => {
      const [row] = await tx.query<TokenRow[]>(
        `SELECT t.id, t.scopes, t.customer_id, t.app_id, t.environment, ${callerColumns}
         FROM tokens t JOIN accounts a ON a.id = t.account_id
         WHERE t.token_hash = ANY($1) AND (t.expires_at IS NULL OR t.expires_at > now())`,
        [this.keyring.macs('token', token)],
      );
      if (!row) return undefined;
      await tx.query(
        `UPDATE tokens SET last_used_at = now()
         WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')`,
        [row.id],
      );
      return callerOf(row, tokenCredential(row));
    });
  }
}

function tokenCredential(row: TokenRow): Credential {
  return {
    kind: 'token',
    id: row.id,
    scopes: row.scopes,
    ...(row.customer_id === null ? {} : { customerId: row.customer_id }),
    ...(row.app_id === null ? {} : { appId: row.app_id }),
    ...(row.environment === null ? {} : { environment: row.environment }),
  };
}

function callerOf(row: CallerRow, credential: Credential): Caller {
  return {
    person: {
      accountId: row.account_id,
      email: row.email,
      name: row.name,
      emailVerified: row.email_verified,
    },
    credential,
    operatorRole: row.operator_role ?? undefined,
    memberships: row.memberships.map(({ role, ...customer }) => ({ customer, role })),
  };
}
