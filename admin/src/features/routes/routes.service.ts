import { type DocumentName, entitlements, type Route, type RouteBody } from '@aegis/contracts';
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
import { LivenessReader } from '../../publishing/liveness.ts';
import { assertEnvironment, changeApp, seeApp } from '../app-access/index.ts';
import { PluginCatalogue } from '../plugins/index.ts';
import { findRoute, insertRoute, routeColumns, updateRoute } from './route.rows.ts';
import { routeView, type StoredRoute } from './route.ts';

type View = z.output<typeof Route>;

const documentOf = (appId: string): DocumentName => `routes:${appId}`;

const nameTaken = (error: unknown): never => {
  if (isDuplicate(error, 'routes_name')) throw Problem.conflict('The app has a route of this name.');
  throw error;
};

/** Routes of an app. */
@Injectable()
export class RoutesService {
  constructor(
    private readonly db: Database,
    private readonly changes: Changes,
    private readonly catalogue: PluginCatalogue,
    private readonly liveness: LivenessReader,
  ) {}

  async list(ctx: CustomerContext, appId: string, query: PageQuery): Promise<Page<View>> {
    const page = await this.db.asCustomer(ctx, async (tx) => {
      await seeApp(tx, ctx, appId);
      return listPage<StoredRoute>(
        tx,
        {
          select: routeColumns,
          from: 'routes r',
          where: [{ sql: 'r.app_id = ?', values: [appId] }],
          sorts: {
            name: { column: 'r.name', type: 'text' },
            path: { column: 'r.path', type: 'text' },
            created_at: { column: 'r.created_at', type: 'timestamptz' },
          },
          defaultSort: 'name',
          id: { column: 'r.id', type: 'uuid' },
          searchKeys: ['r.name'],
          search: ['r.path'],
        },
        query,
      );
    });
    const liveness = await this.liveness.of([documentOf(appId)]);
    return { ...page, items: page.items.map((row) => routeView(row, liveness)) };
  }

  async get(ctx: CustomerContext, appId: string, id: string): Promise<Reply<View>> {
    const row = await this.db.asCustomer(ctx, async (tx) => {
      await seeApp(tx, ctx, appId);
      return findRoute(tx, appId, id);
    });
    return this.#reply(appId, row);
  }

  async create(ctx: CustomerContext, appId: string, input: RouteBody): Promise<Reply<View>> {
    assertEnvironment(ctx, 'shared');
    const body = this.#checked(input);
    const { result, revision } = await this.changes
      .write(ctx, 'routes.create', async (tx) => {
        await changeApp(tx, ctx, appId);
        await assertRoom(tx, appId);
        await assertUpstream(tx, appId, body.upstream);
        const row = await insertRoute(tx, ctx.customer.id, appId, body);
        return changed(appId, `Added the route ${row.name}`, undefined, row);
      })
      .catch(nameTaken);
    return this.#reply(appId, result, revision);
  }

  async replace(
    ctx: CustomerContext,
    appId: string,
    id: string,
    input: RouteBody,
    ifMatch: number | undefined,
  ): Promise<Reply<View>> {
    assertEnvironment(ctx, 'shared');
    const body = this.#checked(input);
    const { result, revision } = await this.changes
      .write(ctx, 'routes.replace', async (tx) => {
        await changeApp(tx, ctx, appId);
        const before = await findRoute(tx, appId, id);
        assertVersion(ifMatch, before.version);
        await assertUpstream(tx, appId, body.upstream);
        const row = await updateRoute(tx, appId, id, body);
        return changed(appId, `Changed the route ${row.name}`, before, row);
      })
      .catch(nameTaken);
    return this.#reply(appId, result, revision);
  }

  async remove(ctx: CustomerContext, appId: string, id: string): Promise<Reply<undefined>> {
    assertEnvironment(ctx, 'shared');
    const { revision } = await this.changes.write(ctx, 'routes.delete', async (tx) => {
      await changeApp(tx, ctx, appId);
      const before = await findRoute(tx, appId, id);
      await tx.query('DELETE FROM routes WHERE id = $1', [id]);
      return changed(appId, `Removed the route ${before.name}`, before, undefined);
    });
    return reply(undefined, { revision });
  }

  #checked(body: RouteBody): RouteBody {
    return { ...body, plugins: this.catalogue.check(body.plugins) };
  }

  async #reply(appId: string, row: StoredRoute, revision?: number): Promise<Reply<View>> {
    const liveness = await this.liveness.of([documentOf(appId)]);
    return reply(routeView(row, liveness), { version: row.version, revision });
  }
}

async function assertRoom(tx: Tx, appId: string): Promise<void> {
  const [row] = await tx.query<{ routes: number }[]>(
    'SELECT count(*)::int AS routes FROM routes WHERE app_id = $1',
    [appId],
  );
  const { routes } = entitlements.free;
  if (row && row.routes >= routes) {
    throw new Problem('entitlement_reached', { detail: `An app may have ${routes} routes.` });
  }
}

/** The name must exist in some environment; the others answer upstream_unavailable until they have it too. */
async function assertUpstream(tx: Tx, appId: string, name: string): Promise<void> {
  const rows = await tx.query<unknown[]>('SELECT 1 FROM upstreams WHERE app_id = $1 AND name = $2 LIMIT 1', [
    appId,
    name,
  ]);
  if (rows.length === 0) throw Problem.invalid('/upstream', 'is no upstream of this app');
}

const seen = ({ name, path, upstream, limits, settings }: StoredRoute) => ({
  name,
  path,
  upstream,
  limits,
  ...settings,
});

function changed(
  appId: string,
  summary: string,
  before: StoredRoute | undefined,
  after: StoredRoute | undefined,
) {
  const row = after ?? before;
  if (!row) throw new Error('routes: nothing was written');
  return {
    result: row,
    resource: 'route',
    resourceId: row.id,
    before: before && seen(before),
    after: after && seen(after),
    documents: [{ name: documentOf(appId) }],
    summary,
  };
}
