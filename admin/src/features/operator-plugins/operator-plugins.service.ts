import type { DocumentName, installPlugin, OperatorPlugin, PluginFile } from '@aegis/contracts';
import { Injectable } from '@nestjs/common';
import { type Changed, Changes } from '../../platform/changes/changes.ts';
import { Clock } from '../../platform/clock.ts';
import type { OperatorContext } from '../../platform/context.ts';
import { Database, type Tx } from '../../platform/database/database.ts';
import type { Call } from '../../platform/http/call.ts';
import { Problem } from '../../platform/http/problem.ts';
import { type Reply, reply } from '../../platform/http/reply.ts';
import { LivenessReader } from '../../publishing/liveness.ts';
import { PluginCatalogue } from '../plugins/index.ts';
import { readFailures } from './failures.ts';
import { type InstalledRow, installedRow, installedRows, saveInstalled } from './installed.row.ts';
import { fitsUses, schemaOf } from './settings-fit.ts';
import { countUses, findUses, named } from './uses.ts';

const documentOf = (name: string): DocumentName => `plugin:${name}`;

/** Plugins as operators see them; installing, changing and removing those of their own. */
@Injectable()
export class OperatorPluginsService {
  constructor(
    private readonly db: Database,
    private readonly changes: Changes,
    private readonly catalogue: PluginCatalogue,
    private readonly liveness: LivenessReader,
    private readonly clock: Clock,
  ) {}

  async list(): Promise<OperatorPlugin[]> {
    const { views, installed } = await this.db.asPlatform('plugins belong to the platform', async (tx) => {
      const rows = (await installedRows(tx)).filter(({ name }) => !this.catalogue.isBuiltIn(name));
      return { installed: rows.map(({ name }) => name), views: await this.#views(tx, rows) };
    });
    const states = await this.liveness.ofAll(installed.map((name) => [documentOf(name)]));
    const liveness = new Map(installed.map((name, i) => [name, states[i]]));
    return views.map((view) => {
      const found = liveness.get(view.name);
      return found ? { ...view, liveness: found } : view;
    });
  }

  /** @throws Problem conflict for a built-in name, in_use where settings in use would no longer be valid */
  async install({ ctx, params, body }: Call<typeof installPlugin>): Promise<Reply<OperatorPlugin>> {
    const { manifest, source } = body;
    if (manifest.name !== params.name)
      throw Problem.invalid('/manifest/name', 'is not the one of the address');
    if (this.catalogue.isBuiltIn(params.name)) {
      throw Problem.conflict(`${params.name} is a built-in plugin.`);
    }
    const check = schemaOf(manifest);
    const { result, revision } = await this.changes.write(
      ctx,
      'operator_plugins.install',
      async (tx): Promise<Changed<OperatorPlugin>> => {
        const before = await installedRow(tx, params.name);
        fitsUses(check, await findUses(tx, params.name));
        const row = await saveInstalled(tx, {
          manifest,
          source,
          installed_by: ctx.person.email,
          installed_at: this.clock.now(),
        });
        const [view] = (await this.#views(tx, [row])).filter(({ name }) => name === params.name);
        if (!view) throw new Error('the plugin was not written');
        return {
          result: view,
          ...this.#record(params.name, before?.manifest, manifest),
          summary: `Installed the plugin ${params.name} ${manifest.version}`,
        };
      },
    );
    const liveness = await this.liveness.of([documentOf(params.name)]);
    return reply({ ...result, liveness }, { revision });
  }

  /** @throws Problem in_use that names where it is switched on */
  async remove(ctx: OperatorContext, name: string): Promise<Reply<undefined>> {
    const { revision } = await this.changes.write(ctx, 'operator_plugins.remove', async (tx) => {
      const before = await installedRow(tx, name);
      if (!before) throw Problem.notFound('plugin');
      const uses = this.catalogue.isBuiltIn(name) ? [] : await findUses(tx, name);
      if (uses.length > 0) {
        throw new Problem('in_use', {
          detail: `It is switched on for ${named(uses.map(({ what }) => what))}.`,
        });
      }
      await tx.query('UPDATE installed_plugins SET source = NULL WHERE name = $1', [name]);
      return {
        result: undefined,
        ...this.#record(name, before.manifest, undefined),
        summary: `Removed the plugin ${name}`,
      };
    });
    return reply(undefined, { revision });
  }

  #record(name: string, before: PluginFile | undefined, after: PluginFile | undefined) {
    return {
      resource: 'plugin',
      resourceId: name,
      ...(before && { before: { version: before.version } }),
      ...(after && { after: { version: after.version } }),
      documents: [{ name: documentOf(name) }],
    };
  }

  async #views(tx: Tx, installed: readonly InstalledRow[]): Promise<OperatorPlugin[]> {
    const uses = await countUses(tx);
    const failures = await readFailures(tx);
    const own = installed.map(({ manifest, installed_by, installed_at }) => ({
      manifest,
      built_in: false,
      installed_by,
      installed_at: installed_at.toISOString(),
    }));
    const builtIn = this.catalogue.builtIn.map((manifest) => ({ manifest, built_in: true }));
    return [...builtIn, ...own]
      .map(({ manifest: { name, version, summary, place }, ...rest }) => ({
        name,
        version,
        summary,
        place,
        ...rest,
        uses: uses(name),
        failures: failures(name, version),
      }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }
}
