import type { createToken, Token } from '@aegis/contracts';
import { Injectable } from '@nestjs/common';
import { newTokenText } from '../../platform/auth/token-text.ts';
import { type Changed, Changes, type Written } from '../../platform/changes/changes.ts';
import { Clock } from '../../platform/clock.ts';
import type { CustomerContext } from '../../platform/context.ts';
import { Keyring } from '../../platform/crypto/keyring.ts';
import { Database, type Tx } from '../../platform/database/database.ts';
import { listPage, type Page, type PageQuery } from '../../platform/database/page.ts';
import type { Call } from '../../platform/http/call.ts';
import { Problem } from '../../platform/http/problem.ts';
import { newId } from '../../platform/ids.ts';
import { type TokenRow, tokenColumns, tokenView } from './token.row.ts';
import { assertGrantable, assertMayRevoke } from './token-rules.ts';

type NewToken = Call<typeof createToken>['body'];

/** Personal and machine tokens for the admin API. Only a hash is stored; the text is shown once. */
@Injectable()
export class TokensService {
  constructor(
    private readonly db: Database,
    private readonly changes: Changes,
    private readonly keyring: Keyring,
    private readonly clock: Clock,
  ) {}

  /** The company's machine tokens and the caller's own personal ones. */
  async list(ctx: CustomerContext, query: PageQuery): Promise<Page<Token>> {
    const page = await this.db.asCustomer(ctx, (tx) =>
      listPage<TokenRow>(
        tx,
        {
          select: tokenColumns,
          from: 'tokens t',
          where: [{ sql: `(t.kind = 'machine' OR t.account_id = ?)`, values: [ctx.person.accountId] }],
          sorts: { created_at: { column: 't.created_at', type: 'timestamptz' } },
          defaultSort: '-created_at',
          id: { column: 't.id', type: 'uuid' },
          search: ['t.name'],
        },
        query,
      ),
    );
    return { ...page, items: page.items.map(tokenView) };
  }

  async create(ctx: CustomerContext, input: NewToken): Promise<Token & { token: string }> {
    assertGrantable(ctx, input, this.clock.now());
    const { text, prefix } = newTokenText();
    const row: TokenRow = {
      id: newId(),
      account_id: ctx.person.accountId,
      kind: input.kind,
      name: input.name,
      prefix,
      scopes: input.scopes,
      app_id: input.app_id ?? null,
      environment: input.environment ?? null,
      created_at: this.clock.now(),
      expires_at: input.expires_at === undefined ? null : new Date(input.expires_at),
      last_used_at: null,
    };
    const { result } = await this.changes.write(ctx, 'tokens.create', async (tx): Promise<Changed<Token>> => {
      if (input.app_id !== undefined) await assertOwnApp(tx, input.app_id);
      await tx.query(
        `INSERT INTO tokens (id, account_id, customer_id, kind, name, prefix, token_hash, scopes, app_id,
           environment, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
        [
          row.id,
          row.account_id,
          ctx.customer.id,
          row.kind,
          row.name,
          row.prefix,
          this.keyring.mac('token', text),
          row.scopes,
          row.app_id,
          row.environment,
          row.created_at,
          row.expires_at,
        ],
      );
      const view = tokenView(row);
      return { result: view, resource: 'token', resourceId: row.id, after: view };
    });
    return { ...result, token: text };
  }

  /** A revoked token is gone at once: every call asks the table. */
  revoke(ctx: CustomerContext, id: string): Promise<Written<undefined>> {
    return this.changes.write(ctx, 'tokens.revoke', async (tx): Promise<Changed<undefined>> => {
      const [row] = await tx.query<TokenRow[]>(`SELECT ${tokenColumns} FROM tokens t WHERE t.id = $1`, [id]);
      if (!row) throw Problem.notFound('token');
      assertMayRevoke(ctx, row);
      await tx.query('DELETE FROM tokens WHERE id = $1', [id]);
      return { result: undefined, resource: 'token', resourceId: id, before: tokenView(row) };
    });
  }
}

/** Row-level security makes another company's app look absent. */
async function assertOwnApp(tx: Tx, appId: string): Promise<void> {
  const found = await tx.query<unknown[]>('SELECT 1 FROM apps WHERE id = $1 AND deleted_at IS NULL', [appId]);
  if (found.length === 0) throw Problem.invalid('/app_id', 'is no app of the company');
}
