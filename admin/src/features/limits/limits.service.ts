import type { DocumentName, Limit, LimitBody } from '@aegis/contracts';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { Changes } from '../../platform/changes/changes.ts';
import type { CustomerContext } from '../../platform/context.ts';
import { Database, type Tx } from '../../platform/database/database.ts';
import { isDuplicate } from '../../platform/database/errors.ts';
import { listPage, type Page, type PageQuery } from '../../platform/database/page.ts';
import { Problem } from '../../platform/http/problem.ts';
import { type Reply, reply } from '../../platform/http/reply.ts';
import { assertVersion } from '../../platform/http/version.ts';
import { newId } from '../../platform/ids.ts';
import { LivenessReader } from '../../publishing/liveness.ts';
import { assertEnvironment, changeApp, seeApp } from '../app-access/index.ts';
import { limitColumns, limitView, type StoredLimit } from './limit.row.ts';

type View = z.output<typeof Limit>;
type Body = z.output<typeof LimitBody>;

/** Policies live in the app's document, so a limit is live when that is. */
const documentOf = (appId: string): DocumentName => `app:${appId}`;

const nameTaken = (error: unknown): never => {
  if (isDuplicate(error, 'limits_name')) throw Problem.conflict('The app has a limit of this name.');
  throw error;
};

/** Rate limits of an app. */
@Injectable()
export class LimitsService {
  constructor(
    private readonly db: Database,
    private readonly changes: Changes,
    private readonly liveness: LivenessReader,
  ) {}

  async list(ctx: CustomerContext, appId: string, query: PageQuery): Promise<Page<View>> {
    const page = await this.db.asCustomer(ctx, async (tx) => {
      await seeApp(tx, ctx, appId);
      return listPage<StoredLimit>(
        tx,
        {
          select: limitColumns,
          from: 'limits',
          where: [{ sql: 'app_id = ?', values: [appId] }],
          sorts: { name: { column: 'name', type: 'text' } },
          defaultSort: 'name',
          id: { column: 'id', type: 'uuid' },
          searchKeys: ['name'],
        },
        query,
      );
    });
    const liveness = await this.liveness.of([documentOf(appId)]);
    return { ...page, items: page.items.map((row) => limitView(row, liveness)) };
  }

  async get(ctx: CustomerContext, appId: string, id: string): Promise<Reply<View>> {
    const row = await this.db.asCustomer(ctx, async (tx) => {
      await seeApp(tx, ctx, appId);
      return find(tx, appId, id);
    });
    return this.#reply(appId, row);
  }

  async create(ctx: CustomerContext, appId: string, { name, ...settings }: Body): Promise<Reply<View>> {
    assertEnvironment(ctx, 'shared');
    const { result, revision } = await this.changes
      .write(ctx, 'limits.create', async (tx) => {
        await changeApp(tx, ctx, appId);
        const [row] = await tx.query<StoredLimit[]>(
          `INSERT INTO limits (id, customer_id, app_id, name, settings)
           VALUES ($1, $2, $3, $4, $5::jsonb) RETURNING ${limitColumns}`,
          [newId(), ctx.customer.id, appId, name, JSON.stringify(settings)],
        );
        return changed(appId, `Added the limit ${name}`, undefined, row);
      })
      .catch(nameTaken);
    return this.#reply(appId, result, revision);
  }

  async replace(
    ctx: CustomerContext,
    appId: string,
    id: string,
    { name, ...settings }: Body,
    ifMatch: number | undefined,
  ): Promise<Reply<View>> {
    assertEnvironment(ctx, 'shared');
    const { result, revision } = await this.changes
      .write(ctx, 'limits.replace', async (tx) => {
        await changeApp(tx, ctx, appId);
        const before = await find(tx, appId, id);
        assertVersion(ifMatch, before.version);
        const [[row]] = await tx.query<[StoredLimit[], number]>(
          `UPDATE limits SET name = $2, settings = $3::jsonb, version = version + 1, updated_at = now()
           WHERE id = $1 RETURNING ${limitColumns}`,
          [id, name, JSON.stringify(settings)],
        );
        return changed(appId, `Changed the limit ${name}`, before, row);
      })
      .catch(nameTaken);
    return this.#reply(appId, result, revision);
  }

  async remove(ctx: CustomerContext, appId: string, id: string): Promise<Reply<undefined>> {
    assertEnvironment(ctx, 'shared');
    const { revision } = await this.changes.write(ctx, 'limits.delete', async (tx) => {
      await changeApp(tx, ctx, appId);
      const before = await find(tx, appId, id);
      await assertUnused(tx, appId, id);
      await tx.query('DELETE FROM limits WHERE id = $1', [id]);
      return changed(appId, `Removed the limit ${before.name}`, before, undefined);
    });
    return reply(undefined, { revision });
  }

  async #reply(appId: string, row: StoredLimit, revision?: number): Promise<Reply<View>> {
    const liveness = await this.liveness.of([documentOf(appId)]);
    return reply(limitView(row, liveness), { version: row.version, revision });
  }
}

async function find(tx: Tx, appId: string, id: string): Promise<StoredLimit> {
  const [row] = await tx.query<StoredLimit[]>(
    `SELECT ${limitColumns} FROM limits WHERE id = $1 AND app_id = $2`,
    [id, appId],
  );
  if (!row) throw Problem.notFound('limit');
  return row;
}

async function assertUnused(tx: Tx, appId: string, id: string): Promise<void> {
  const [use] = await tx.query<{ what: string }[]>(
    `SELECT 'the route ' || name AS what FROM routes WHERE app_id = $1 AND $2::uuid = ANY(limit_ids)
     UNION ALL
     SELECT 'the API key ' || name FROM api_keys
     WHERE app_id = $1 AND revoked_at IS NULL AND $2::uuid = ANY(limit_ids)
     LIMIT 1`,
    [appId, id],
  );
  if (use) throw new Problem('in_use', { detail: `It is named by ${use.what}.` });
}

function changed(
  appId: string,
  summary: string,
  before: StoredLimit | undefined,
  after: StoredLimit | undefined,
) {
  const row = after ?? before;
  if (!row) throw new Error('limits: nothing was written');
  return {
    result: row,
    resource: 'limit',
    resourceId: row.id,
    before: before && { name: before.name, ...before.settings },
    after: after && { name: after.name, ...after.settings },
    documents: [{ name: documentOf(appId) }],
    summary,
  };
}
