import type { createOperator, Operator, OperatorRole } from '@aegis/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { type Changed, Changes } from '../../platform/changes/changes.ts';
import type { Context } from '../../platform/context.ts';
import { Database, type Tx } from '../../platform/database/database.ts';
import { ENV, type Env } from '../../platform/env/env.ts';
import type { Call } from '../../platform/http/call.ts';
import { Problem } from '../../platform/http/problem.ts';
import { newId } from '../../platform/ids.ts';
import { lockAccountByEmail, MailedLinks, operatorWelcomeMail, pageUrl } from '../accounts/index.ts';

interface OperatorRow {
  account_id: string;
  email: string;
  name: string;
  role: OperatorRole;
  created_at: Date;
}

const columns = 'o.account_id, a.email, a.name, o.role, o.created_at';
const tables = 'operators o JOIN accounts a ON a.id = o.account_id';
const view = (row: OperatorRow): Operator => ({ ...row, created_at: row.created_at.toISOString() });

/** A new operator, and the link by which a new account chooses its password. */
export interface NewOperator {
  operator: Operator;
  /** Absent when the account has a password already. */
  passwordUrl: string | undefined;
}

@Injectable()
export class OperatorsService {
  constructor(
    private readonly db: Database,
    private readonly changes: Changes,
    private readonly links: MailedLinks,
    @Inject(ENV) private readonly env: Env,
  ) {}

  list(): Promise<Operator[]> {
    return this.db.asPlatform('operators are of the platform', async (tx) =>
      (await tx.query<OperatorRow[]>(`SELECT ${columns} FROM ${tables} ORDER BY o.created_at, a.email`)).map(
        view,
      ),
    );
  }

  /** @throws Problem conflict when the address is an operator's */
  async create(ctx: Context, input: Call<typeof createOperator>['body']): Promise<NewOperator> {
    const { result } = await this.changes.write(
      ctx,
      'operators.create',
      async (tx): Promise<Changed<NewOperator>> => {
        const account = await this.#account(tx, input.email);
        const inserted = await tx.query<unknown[]>(
          'INSERT INTO operators (account_id, role) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING account_id',
          [account.id, input.role],
        );
        if (inserted.length === 0) throw Problem.conflict(`${input.email} is an operator already.`);
        const [row] = await tx.query<OperatorRow[]>(
          `SELECT ${columns} FROM ${tables} WHERE o.account_id = $1`,
          [account.id],
        );
        if (!row) throw new Error('the operator was not written');
        const passwordUrl = account.hasPassword ? undefined : await this.#passwordUrl(tx, account.id);
        return {
          result: { operator: view(row), passwordUrl },
          resource: 'operator',
          resourceId: account.id,
          after: { email: input.email, role: input.role },
          mails: passwordUrl === undefined ? [] : [operatorWelcomeMail(input.email, passwordUrl)],
        };
      },
    );
    return result;
  }

  async remove(ctx: Context, accountId: string): Promise<void> {
    await this.changes.write(ctx, 'operators.remove', async (tx): Promise<Changed<undefined>> => {
      const rows = await tx.query<OperatorRow[]>(
        `SELECT ${columns} FROM ${tables} ORDER BY o.account_id FOR UPDATE OF o`,
      );
      const operator = rows.find((row) => row.account_id === accountId);
      if (!operator) throw Problem.notFound('operator');
      const otherOwner = rows.some((row) => row.role === 'owner' && row.account_id !== accountId);
      if (operator.role === 'owner' && !otherOwner) {
        throw Problem.conflict('The last owner of the platform stays; make another operator owner first.');
      }
      await tx.query('DELETE FROM operators WHERE account_id = $1', [accountId]);
      return { result: undefined, resource: 'operator', resourceId: accountId, before: view(operator) };
    });
  }

  async #account(tx: Tx, email: string): Promise<{ id: string; hasPassword: boolean }> {
    const known = await lockAccountByEmail(tx, email);
    // A password that somebody set without confirming the address is not the new operator's.
    if (known)
      return { id: known.id, hasPassword: known.email_verified_at !== null && known.password_hash !== null };
    const id = newId();
    await tx.query('INSERT INTO accounts (id, email, name) VALUES ($1, $2, $3)', [
      id,
      email,
      email.split('@')[0],
    ]);
    return { id, hasPassword: false };
  }

  async #passwordUrl(tx: Tx, accountId: string): Promise<string> {
    const token = await this.links.create(tx, accountId, 'reset');
    return pageUrl(this.env.AEGIS_PUBLIC_URL, '/reset', { token });
  }
}
