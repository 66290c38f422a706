import type { App, createApp, DocumentName, updateApp } from '@aegis/contracts';
import { Injectable } from '@nestjs/common';
import { Changes } from '../../platform/changes/changes.ts';
import type { CustomerContext } from '../../platform/context.ts';
import { Database } from '../../platform/database/database.ts';
import { listPage, type Page, type PageQuery } from '../../platform/database/page.ts';
import type { Call } from '../../platform/http/call.ts';
import { type Reply, reply } from '../../platform/http/reply.ts';
import { assertVersion } from '../../platform/http/version.ts';
import { LivenessReader } from '../../publishing/liveness.ts';
import { appDocuments } from '../../publishing/names.ts';
import { assertEnvironment, changeApp, onlyApp, seeApp } from '../app-access/index.ts';
import { readEnvironments, removeHosts } from '../environments/index.ts';
import { appColumns, appView, findApp, type StoredApp } from './app.row.ts';
import { CreateApp } from './create-app.ts';

type AppPatch = Call<typeof updateApp>['body'];

/** What goes with an app, in an order that no reference stands against. */
const partTables = [
  'authorize_callouts',
  'tenants',
  'tenant_tiers',
  'roles',
  'routes',
  'upstreams',
  'limits',
  'certificate_orders',
  'certificates',
];

const appDocument = (id: string): DocumentName => `app:${id}`;

/** Apps of a company. */
@Injectable()
export class AppsService {
  constructor(
    private readonly db: Database,
    private readonly changes: Changes,
    private readonly creating: CreateApp,
    private readonly liveness: LivenessReader,
  ) {}

  async list(ctx: CustomerContext, query: PageQuery): Promise<Page<App>> {
    const only = onlyApp(ctx);
    const page = await this.db.asCustomer(ctx, (tx) =>
      listPage<StoredApp>(
        tx,
        {
          select: appColumns,
          from: 'apps',
          where: [
            { sql: 'customer_id = ?', values: [ctx.customer.id] },
            { sql: 'deleted_at IS NULL', values: [] },
            ...(only ? [{ sql: 'id = ?', values: [only] }] : []),
          ],
          sorts: {
            created_at: { column: 'created_at', type: 'timestamptz' },
            name: { column: 'name_key', type: 'text' },
          },
          defaultSort: '-created_at',
          id: { column: 'id', type: 'uuid' },
          searchKeys: ['name_key', 'slug COLLATE "C"'],
        },
        query,
      ),
    );
    return { ...page, items: await this.#views(ctx, page.items) };
  }

  async get(ctx: CustomerContext, idOrSlug: string): Promise<Reply<App>> {
    const row = await this.db.asCustomer(ctx, async (tx) => {
      const found = await findApp(tx, idOrSlug);
      await seeApp(tx, ctx, found.id);
      return found;
    });
    return this.#reply(ctx, row);
  }

  async create(
    ctx: CustomerContext,
    body: Call<typeof createApp>['body'],
  ): Promise<Reply<App & { first_key?: string }>> {
    const { result, revision } = await this.creating.run(ctx, body);
    const { body: app, meta } = await this.#reply(ctx, result.app, revision);
    return reply({ ...app, ...(result.firstKey !== undefined && { first_key: result.firstKey }) }, meta);
  }

  async update(
    ctx: CustomerContext,
    id: string,
    patch: AppPatch,
    ifMatch: number | undefined,
  ): Promise<Reply<App>> {
    assertEnvironment(ctx, 'shared');
    const { result, revision } = await this.changes.write(ctx, 'apps.update', async (tx) => {
      await changeApp(tx, ctx, id);
      const before = await findApp(tx, id);
      assertVersion(ifMatch, before.version);
      const after = { ...before, ...patch };
      const [[row]] = await tx.query<[StoredApp[], number]>(
        `UPDATE apps SET name = $2, status = $3, settings = $4::jsonb, version = version + 1, updated_at = now()
         WHERE id = $1 RETURNING ${appColumns}`,
        [id, after.name, after.status, JSON.stringify(after.settings)],
      );
      const fact = after.status === 'suspended' ? { fact: 'suspended' as const } : {};
      return {
        result: row ?? before,
        resource: 'app',
        resourceId: id,
        before: seen(before),
        after: seen(after),
        documents: [{ name: appDocument(id), ...fact }],
        summary: `Changed the app ${before.slug}`,
      };
    });
    return this.#reply(ctx, result, revision);
  }

  /** Traffic stops at once: the hosts leave the index, and the app's own document says "suspended" for ever. */
  async remove(ctx: CustomerContext, id: string): Promise<Reply<undefined>> {
    assertEnvironment(ctx, 'shared');
    const { revision } = await this.changes.write(ctx, 'apps.delete', async (tx) => {
      await changeApp(tx, ctx, id);
      const before = await findApp(tx, id);
      const hosts = await removeHosts(tx, id);
      for (const table of partTables) {
        await tx.query(`DELETE FROM ${table} WHERE app_id = $1`, [id]);
      }
      await tx.query('UPDATE api_keys SET revoked_at = now() WHERE app_id = $1 AND revoked_at IS NULL', [id]);
      await tx.query('UPDATE apps SET deleted_at = now(), version = version + 1 WHERE id = $1', [id]);
      return {
        result: undefined,
        resource: 'app',
        resourceId: id,
        before: seen(before),
        documents: [
          { name: appDocument(id), fact: 'suspended' as const },
          ...hosts.map((name) => ({ name })),
        ],
        summary: `Deleted the app ${before.slug}`,
      };
    });
    return reply(undefined, { revision });
  }

  async #reply(ctx: CustomerContext, row: StoredApp, revision?: number): Promise<Reply<App>> {
    const [view] = await this.#views(ctx, [row]);
    if (!view) throw new Error('apps: no view');
    return reply(view, { version: row.version, revision });
  }

  async #views(ctx: CustomerContext, rows: StoredApp[]): Promise<App[]> {
    const ids = rows.map(({ id }) => id);
    const environments = await this.db.asCustomer(ctx, (tx) => readEnvironments(tx, ids));
    const found = await this.liveness.ofAll(ids.map(appDocuments));
    return rows.flatMap((row, i) => {
      const liveness = found[i];
      return liveness ? [appView(row, environments.get(row.id) ?? [], liveness)] : [];
    });
  }
}

const seen = ({ slug, name, status, settings }: StoredApp) => ({ slug, name, status, settings });
