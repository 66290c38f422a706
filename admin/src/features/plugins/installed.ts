import type { PluginDocument, PluginFile } from '@aegis/contracts';
import type { Tx } from '../../platform/database/database.ts';

/** Manifests of the plugins that operators installed, by name. */
export const installedManifests = async (tx: Tx): Promise<PluginFile[]> => {
  const rows = await tx.query<{ manifest: PluginFile }[]>(
    'SELECT manifest FROM installed_plugins WHERE source IS NOT NULL ORDER BY name',
  );
  return rows.map(({ manifest }) => manifest);
};

function documentOf({ manifest, source }: { manifest: PluginFile; source: string | null }): PluginDocument {
  if (source === null) return { status: 'removed' };
  const { version, place, phases, order } = manifest;
  return { status: 'active', version, place, phases, order, source };
}

/** `plugin:<name>` */
export async function renderPlugins(tx: Tx, names: readonly string[]): Promise<Map<string, PluginDocument>> {
  const rows = await tx.query<{ name: string; manifest: PluginFile; source: string | null }[]>(
    'SELECT name, manifest, source FROM installed_plugins WHERE name = ANY($1)',
    [names],
  );
  return new Map(rows.map((row) => [row.name, documentOf(row)]));
}
