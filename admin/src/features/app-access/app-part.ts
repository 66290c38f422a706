import { Injectable } from '@nestjs/common';
import { type Changed, Changes } from '../../platform/changes/changes.ts';
import type { CustomerContext } from '../../platform/context.ts';
import { Database, type Tx } from '../../platform/database/database.ts';
import { isDuplicate } from '../../platform/database/errors.ts';
import { type List, listPage, type Page, type PageQuery } from '../../platform/database/page.ts';
import { Problem } from '../../platform/http/problem.ts';
import { type Reply, reply } from '../../platform/http/reply.ts';
import { assertVersion } from '../../platform/http/version.ts';
import { LivenessReader } from '../../publishing/liveness.ts';
import { nameOf } from '../../publishing/names.ts';
import { assertEnvironment, changeApp, seeApp } from './app-access.ts';
import type { PartKind, StoredPart } from './part-kind.ts';

interface AppCall {
  ctx: CustomerContext;
  params: { app_id: string };
}
interface ListCall extends AppCall {
  query: PageQuery;
}
interface PartCall extends AppCall {
  params: { app_id: string; id: string };
}
interface ChangeCall extends PartCall {
  ifMatch?: number | undefined;
}

/** How a change that is no replacement is told: its verb, the line in the list of revisions, what the audit log keeps. */
interface Telling<Row> {
  verb: string;
  summary: (row: Row) => string;
  after: unknown;
}
/** At least one of both is there. */
interface Written<Row> {
  before?: Row;
  after?: Row;
  summary: string;
  told?: unknown;
}

/**
 * Reading and writing of what belongs to an app and is published with it: routes, limits, upstreams and their like.
 * A feature's service extends it, says its kind, and writes its rows in `add` and `change`; the app's row is locked,
 * wall, version, audit and revision are seen to here.
 */
@Injectable()
export abstract class AppPart<Row extends StoredPart, View> {
  protected abstract readonly kind: PartKind<Row, View>;

  constructor(
    protected readonly db: Database,
    protected readonly changes: Changes,
    protected readonly liveness: LivenessReader,
  ) {}

  /** @param where further conditions of this list */
  async list({ ctx, params, query }: ListCall, where: List['where'] = []): Promise<Page<View>> {
    const { table, columns, lists, document, view } = this.kind;
    const page = await this.db.asCustomer(ctx, async (tx) => {
      await seeApp(tx, ctx, params.app_id);
      return listPage<Row>(
        tx,
        {
          select: columns,
          from: table,
          where: [{ sql: 'app_id = ?', values: [params.app_id] }, ...where],
          defaultSort: 'name',
          id: { column: 'id', type: 'uuid' },
          ...lists,
        },
        query,
      );
    });
    const liveness = await this.liveness.of([nameOf(document, params.app_id)]);
    return { ...page, items: page.items.map((row) => view(row, liveness)) };
  }

  async get({ ctx, params }: PartCall): Promise<Reply<View>> {
    return this.#reply(params.app_id, await this.see(ctx, params));
  }

  async remove({ ctx, params }: PartCall): Promise<Reply<undefined>> {
    const { table, word, assertUnused } = this.kind;
    const { revision } = await this.#write(ctx, params.app_id, 'delete', async (tx) => {
      const before = await this.find(tx, params);
      await assertUnused?.(tx, params.app_id, before);
      await tx.query(`DELETE FROM ${table} WHERE id = $1`, [before.id]);
      return { before, summary: `Removed the ${word} ${before.name}` };
    });
    return reply(undefined, { revision });
  }

  /** The row as it is now. @throws Problem not_found */
  protected see(ctx: CustomerContext, params: PartCall['params']): Promise<Row> {
    return this.db.asCustomer(ctx, async (tx) => {
      await seeApp(tx, ctx, params.app_id);
      return this.find(tx, params);
    });
  }

  /** @throws Problem not_found */
  protected async find(tx: Tx, { app_id, id }: PartCall['params']): Promise<Row> {
    const { table, columns, word } = this.kind;
    const sql = `SELECT ${columns} FROM ${table} WHERE id = $1 AND app_id = $2`;
    const [row] = await tx.query<Row[]>(sql, [id, app_id]);
    if (!row) throw Problem.notFound(word);
    return row;
  }

  /** A new part: `work` writes its row. */
  protected async add({ ctx, params }: AppCall, work: (tx: Tx) => Promise<Row>): Promise<Reply<View>> {
    const { row, revision } = await this.#write(ctx, params.app_id, 'create', async (tx) => {
      await this.#assertRoom(tx, params.app_id);
      const after = await work(tx);
      return { after, summary: `Added the ${this.kind.word} ${after.name}` };
    });
    return this.#reply(params.app_id, row, revision);
  }

  /** The same part, otherwise: `work` writes its row and counts its version up. */
  protected async change(
    { ctx, params, ifMatch }: ChangeCall,
    work: (tx: Tx, before: Row) => Promise<Row>,
    telling?: Telling<Row>,
  ): Promise<Reply<View>> {
    const verb = telling?.verb ?? 'replace';
    const { row, revision } = await this.#write(ctx, params.app_id, verb, async (tx) => {
      const before = await this.find(tx, params);
      assertVersion(ifMatch, before.version);
      const after = await work(tx, before);
      const summary = telling?.summary(after) ?? `Changed the ${this.kind.word} ${after.name}`;
      return { before, after, summary, told: telling?.after };
    });
    return this.#reply(params.app_id, row, revision);
  }

  async #write(
    ctx: CustomerContext,
    appId: string,
    verb: string,
    work: (tx: Tx) => Promise<Written<Row>>,
  ): Promise<{ row: Row; revision: number | undefined }> {
    const { table, environmentOf } = this.kind;
    if (!environmentOf) assertEnvironment(ctx, 'shared');
    const { result, revision } = await this.changes
      .write(ctx, `${table}.${verb}`, async (tx) => {
        await changeApp(tx, ctx, appId);
        const changed = this.#changed(appId, await work(tx));
        if (environmentOf) assertEnvironment(ctx, environmentOf(changed.result));
        return changed;
      })
      .catch((error: unknown) => this.#refuse(error));
    return { row: result, revision };
  }

  #changed(appId: string, { before, after, summary, told }: Written<Row>): Changed<Row> {
    const { table, resource, document, alsoIn, told: tell } = this.kind;
    const row = after ?? before;
    if (!row) throw new Error(`${table}: nothing was written`);
    return {
      result: row,
      resource,
      resourceId: row.id,
      before: before && tell(before),
      after: told ?? (after && tell(after)),
      documents: [document, ...(alsoIn ? [alsoIn] : [])].map((kind) => ({ name: nameOf(kind, appId) })),
      summary,
    };
  }

  async #assertRoom(tx: Tx, appId: string): Promise<void> {
    const { table, most } = this.kind;
    if (!most) return;
    const sql = `SELECT count(*)::int AS count FROM ${table} WHERE app_id = $1`;
    const [row] = await tx.query<{ count: number }[]>(sql, [appId]);
    if (row && row.count >= most.amount) {
      throw new Problem('entitlement_reached', { detail: `An app may have ${most.amount} ${most.words}.` });
    }
  }

  #refuse(error: unknown): never {
    for (const [constraint, meaning] of Object.entries(this.kind.clashes)) {
      if (isDuplicate(error, constraint)) throw Problem.conflict(meaning);
    }
    throw error;
  }

  async #reply(appId: string, row: Row, revision?: number): Promise<Reply<View>> {
    const liveness = await this.liveness.of([nameOf(this.kind.document, appId)]);
    return reply(this.kind.view(row, liveness), { version: row.version, revision });
  }
}
