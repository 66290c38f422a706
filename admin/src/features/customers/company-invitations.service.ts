import type { CompanyInvitation } from '@aegis/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { type Changed, Changes } from '../../platform/changes/changes.ts';
import { Clock, days } from '../../platform/clock.ts';
import type { OperatorContext } from '../../platform/context.ts';
import { Keyring, randomText } from '../../platform/crypto/keyring.ts';
import { Database } from '../../platform/database/database.ts';
import { ENV, type Env } from '../../platform/env/env.ts';
import { Problem } from '../../platform/http/problem.ts';
import { newId } from '../../platform/ids.ts';
import { pageUrl } from '../accounts/index.ts';
import { companyInvitationMail } from './mails.ts';

interface Row {
  id: string;
  email: string;
  created_at: Date;
  expires_at: Date;
}

const view = (row: Row): CompanyInvitation => ({
  id: row.id,
  email: row.email,
  created_at: row.created_at.toISOString(),
  expires_at: row.expires_at.toISOString(),
});

/** Invitations to register a company, for platforms whose registration is not open. */
@Injectable()
export class CompanyInvitationsService {
  constructor(
    private readonly db: Database,
    private readonly changes: Changes,
    private readonly keyring: Keyring,
    private readonly clock: Clock,
    @Inject(ENV) private readonly env: Env,
  ) {}

  async list(): Promise<CompanyInvitation[]> {
    const rows = await this.db.asPlatform('operators see who is invited', (tx) =>
      tx.query<Row[]>(
        'SELECT id, email, created_at, expires_at FROM company_invitations WHERE expires_at > now() ORDER BY created_at DESC',
      ),
    );
    return rows.map(view);
  }

  /** Inviting an address again mails a new link; the old one stops working. */
  async create(ctx: OperatorContext, email: string): Promise<CompanyInvitation> {
    const token = randomText();
    const row: Row = {
      id: newId(),
      email,
      created_at: this.clock.now(),
      expires_at: this.clock.in(days(7)),
    };
    const { result } = await this.changes.write(
      ctx,
      'customers.invite',
      async (tx): Promise<Changed<CompanyInvitation>> => {
        await tx.query('DELETE FROM company_invitations WHERE email = $1', [email]);
        await tx.query(
          `INSERT INTO company_invitations (id, email, token_hash, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)`,
          [row.id, email, this.keyring.mac('invitation', token), row.created_at, row.expires_at],
        );
        const url = pageUrl(this.env.AEGIS_PUBLIC_URL, '/register', { invitation: token });
        return {
          result: view(row),
          resource: 'company_invitation',
          resourceId: row.id,
          after: view(row),
          mails: [companyInvitationMail(email, url)],
        };
      },
    );
    return result;
  }

  async withdraw(ctx: OperatorContext, id: string): Promise<void> {
    await this.changes.write(
      ctx,
      'customers.withdraw_invitation',
      async (tx): Promise<Changed<undefined>> => {
        const [rows] = await tx.query<[{ email: string }[], number]>(
          'DELETE FROM company_invitations WHERE id = $1 RETURNING email',
          [id],
        );
        const [row] = rows;
        if (!row) throw Problem.notFound('invitation');
        return { result: undefined, resource: 'company_invitation', resourceId: id, before: row };
      },
    );
  }
}
