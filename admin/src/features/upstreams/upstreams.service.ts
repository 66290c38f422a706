import type { DocumentName, Environment, Upstream, UpstreamBody } from '@aegis/contracts';
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
import { Outgoing } from '../../platform/outgoing/outgoing.ts';
import { LivenessReader } from '../../publishing/liveness.ts';
import { assertEnvironment, changeApp, seeApp } from '../app-access/index.ts';
import { assertAddresses } from './addresses.ts';
import { type StoredUpstream, type UpstreamSettings, upstreamColumns, upstreamView } from './upstream.ts';

type Body = z.output<typeof UpstreamBody>;

const documentOf = (appId: string): DocumentName => `upstreams:${appId}`;

/** Upstreams of an app's environments. */
@Injectable()
export class UpstreamsService {
  constructor(
    private readonly db: Database,
    private readonly changes: Changes,
    private readonly outgoing: Outgoing,
    private readonly liveness: LivenessReader,
  ) {}

  async list(
    ctx: CustomerContext,
    appId: string,
    query: PageQuery & { environment?: Environment | undefined },
  ): Promise<Page<Upstream>> {
    const { environment } = query;
    const page = await this.db.asCustomer(ctx, async (tx) => {
      await seeApp(tx, ctx, appId);
      return listPage<StoredUpstream>(
        tx,
        {
          select: upstreamColumns,
          from: 'upstreams',
          where: [
            { sql: 'app_id = ?', values: [appId] },
            ...(environment ? [{ sql: 'environment = ?', values: [environment] }] : []),
          ],
          sorts: { name: { column: 'name', type: 'text' } },
          defaultSort: 'name',
          id: { column: 'id', type: 'uuid' },
          searchKeys: ['name'],
        },
        query,
      );
    });
    const liveness = await this.liveness.of([documentOf(appId)]);
    return { ...page, items: page.items.map((row) => upstreamView(row, liveness)) };
  }

  async get(ctx: CustomerContext, appId: string, id: string): Promise<Reply<Upstream>> {
    const row = await this.db.asCustomer(ctx, async (tx) => {
      await seeApp(tx, ctx, appId);
      return find(tx, appId, id);
    });
    return this.#reply(appId, row);
  }

  async create(ctx: CustomerContext, appId: string, body: Body): Promise<Reply<Upstream>> {
    assertEnvironment(ctx, body.environment);
    await assertAddresses(this.outgoing, body.targets);
    const { result, revision } = await this.changes
      .write(ctx, 'upstreams.create', async (tx) => {
        await changeApp(tx, ctx, appId);
        const row = await insertUpstream(tx, ctx.customer.id, appId, body);
        return changed(appId, `Added the upstream ${row.name}`, undefined, row);
      })
      .catch((error: unknown) => {
        if (!isDuplicate(error, 'upstreams_name')) throw error;
        throw Problem.conflict('The environment has an upstream of this name.');
      });
    return this.#reply(appId, result, revision);
  }

  async replace(
    ctx: CustomerContext,
    appId: string,
    id: string,
    settings: UpstreamSettings,
    ifMatch: number | undefined,
  ): Promise<Reply<Upstream>> {
    await assertAddresses(this.outgoing, settings.targets);
    const { result, revision } = await this.changes.write(ctx, 'upstreams.replace', async (tx) => {
      await changeApp(tx, ctx, appId);
      const before = await find(tx, appId, id);
      assertEnvironment(ctx, before.environment);
      assertVersion(ifMatch, before.version);
      const [[row]] = await tx.query<[StoredUpstream[], number]>(
        `UPDATE upstreams SET settings = $2::jsonb, version = version + 1, updated_at = now()
         WHERE id = $1 RETURNING ${upstreamColumns}`,
        [id, JSON.stringify(settings)],
      );
      return changed(appId, `Changed the upstream ${before.name}`, before, row);
    });
    return this.#reply(appId, result, revision);
  }

  async remove(ctx: CustomerContext, appId: string, id: string): Promise<Reply<undefined>> {
    const { revision } = await this.changes.write(ctx, 'upstreams.delete', async (tx) => {
      await changeApp(tx, ctx, appId);
      const before = await find(tx, appId, id);
      assertEnvironment(ctx, before.environment);
      await assertUnused(tx, appId, before);
      await tx.query('DELETE FROM upstreams WHERE id = $1', [id]);
      return changed(appId, `Removed the upstream ${before.name}`, before, undefined);
    });
    return reply(undefined, { revision });
  }

  async #reply(appId: string, row: StoredUpstream, revision?: number): Promise<Reply<Upstream>> {
    const liveness = await this.liveness.of([documentOf(appId)]);
    return reply(upstreamView(row, liveness), { version: row.version, revision });
  }
}

/** Writes a new upstream's row. The addresses were checked before the transaction began. */
export async function insertUpstream(
  tx: Tx,
  customerId: string,
  appId: string,
  { environment, name, ...settings }: Body,
): Promise<StoredUpstream> {
  const [row] = await tx.query<StoredUpstream[]>(
    `INSERT INTO upstreams (id, customer_id, app_id, environment, name, settings)
     VALUES ($1, $2, $3, $4, $5, $6::jsonb) RETURNING ${upstreamColumns}`,
    [newId(), customerId, appId, environment, name, JSON.stringify(settings)],
  );
  if (!row) throw new Error('upstreams: nothing was written');
  return row;
}

async function find(tx: Tx, appId: string, id: string): Promise<StoredUpstream> {
  const [row] = await tx.query<StoredUpstream[]>(
    `SELECT ${upstreamColumns} FROM upstreams WHERE id = $1 AND app_id = $2`,
    [id, appId],
  );
  if (!row) throw Problem.notFound('upstream');
  return row;
}

/** Routes name upstreams, and the name may exist in other environments too. */
async function assertUnused(tx: Tx, appId: string, { name, environment }: StoredUpstream): Promise<void> {
  const [route] = await tx.query<{ name: string }[]>(
    'SELECT name FROM routes WHERE app_id = $1 AND upstream = $2 ORDER BY name LIMIT 1',
    [appId, name],
  );
  if (route) throw new Problem('in_use', { detail: `The route ${route.name} goes to it in ${environment}.` });
}

function changed(
  appId: string,
  summary: string,
  before: StoredUpstream | undefined,
  after: StoredUpstream | undefined,
) {
  const row = after ?? before;
  if (!row) throw new Error('upstreams: nothing was written');
  return {
    result: row,
    resource: 'upstream',
    resourceId: row.id,
    before: before?.settings,
    after: after && { environment: after.environment, name: after.name, ...after.settings },
    documents: [{ name: documentOf(appId) }],
    summary,
  };
}
