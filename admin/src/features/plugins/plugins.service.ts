import type { AppPlugins, DocumentName, Liveness } from '@aegis/contracts';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { Changes } from '../../platform/changes/changes.ts';
import type { CustomerContext } from '../../platform/context.ts';
import { Database } from '../../platform/database/database.ts';
import { type Reply, reply } from '../../platform/http/reply.ts';
import { assertVersion } from '../../platform/http/version.ts';
import { LivenessReader } from '../../publishing/liveness.ts';
import { assertEnvironment, changeApp, seeApp } from '../app-access/index.ts';
import { KnownPlugins } from './known-plugins.ts';
import { type PluginSettings, shownPlugins } from './secrets.ts';

type View = z.output<typeof AppPlugins>;
interface Row {
  plugins: PluginSettings;
  version: number;
}
const select = 'SELECT plugins, version FROM apps WHERE id = $1';

/** Plugins switched on for a whole app. */
@Injectable()
export class PluginsService {
  constructor(
    private readonly db: Database,
    private readonly changes: Changes,
    private readonly known: KnownPlugins,
    private readonly liveness: LivenessReader,
  ) {}

  async get(ctx: CustomerContext, appId: string): Promise<Reply<View>> {
    const row = await this.db.asCustomer(ctx, async (tx) => {
      await seeApp(tx, ctx, appId);
      const [found] = await tx.query<Row[]>(select, [appId]);
      return found;
    });
    return this.#reply(appId, row);
  }

  async replace(
    ctx: CustomerContext,
    appId: string,
    plugins: PluginSettings,
    ifMatch: number | undefined,
  ): Promise<Reply<View>> {
    assertEnvironment(ctx, 'shared');
    const accept = await this.known.accept(plugins);
    const { result, revision } = await this.changes.write(ctx, 'plugins.replace_for_app', async (tx) => {
      await changeApp(tx, ctx, appId);
      const [before] = await tx.query<Row[]>(select, [appId]);
      assertVersion(ifMatch, before?.version ?? 0);
      const [rows] = await tx.query<[Row[], number]>(
        `UPDATE apps SET plugins = $2::jsonb, version = version + 1, updated_at = now()
         WHERE id = $1 RETURNING plugins, version`,
        [appId, JSON.stringify(accept(ctx.customer.id, before?.plugins ?? {}))],
      );
      const [after] = rows;
      return {
        result: after,
        resource: 'app',
        resourceId: appId,
        before: before && shownPlugins(before.plugins),
        after: after && shownPlugins(after.plugins),
        documents: [{ name: documentOf(appId) }],
        summary: 'Changed the plugins of an app',
      };
    });
    return this.#reply(appId, result, revision);
  }

  /** Answers kept before this are found by no gateway that knows of it; their memory is used again. */
  async purgeCache(ctx: CustomerContext, appId: string): Promise<Reply<{ liveness: Liveness }>> {
    assertEnvironment(ctx, 'shared');
    const { revision } = await this.changes.write(ctx, 'plugins.purge_cache', async (tx) => {
      await changeApp(tx, ctx, appId);
      await tx.query('UPDATE apps SET cache_generation = cache_generation + 1 WHERE id = $1', [appId]);
      return {
        result: undefined,
        resource: 'app',
        resourceId: appId,
        documents: [{ name: documentOf(appId) }],
        summary: 'Purged the kept answers of an app',
      };
    });
    return reply({ liveness: await this.liveness.of([documentOf(appId)]) }, { revision });
  }

  async #reply(appId: string, row: Row | undefined, revision?: number): Promise<Reply<View>> {
    const liveness = await this.liveness.of([documentOf(appId)]);
    return reply(
      { plugins: shownPlugins(row?.plugins ?? {}), liveness },
      { version: row?.version ?? 0, revision },
    );
  }
}

const documentOf = (appId: string): DocumentName => `app:${appId}`;
