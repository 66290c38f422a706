import type { PluginFile } from '@aegis/contracts';
import type { Tx } from '../../platform/database/database.ts';

/** An installed plugin without its code. */
export interface InstalledRow {
  name: string;
  manifest: PluginFile;
  installed_by: string;
  installed_at: Date;
}

const columns = 'name, manifest, installed_by, installed_at';

export const installedRows = (tx: Tx): Promise<InstalledRow[]> =>
  tx.query<InstalledRow[]>(`SELECT ${columns} FROM installed_plugins WHERE source IS NOT NULL`);

/** Locked: two installations of one name come one after the other. */
export async function installedRow(tx: Tx, name: string): Promise<InstalledRow | undefined> {
  const [row] = await tx.query<InstalledRow[]>(
    `SELECT ${columns} FROM installed_plugins WHERE name = $1 AND source IS NOT NULL FOR UPDATE`,
    [name],
  );
  return row;
}

export async function saveInstalled(
  tx: Tx,
  plugin: Omit<InstalledRow, 'name'> & { source: string },
): Promise<InstalledRow> {
  const { manifest, source, installed_by, installed_at } = plugin;
  const [row] = await tx.query<InstalledRow[]>(
    `INSERT INTO installed_plugins (name, manifest, source, installed_by, installed_at)
     VALUES ($1, $2::jsonb, $3, $4, $5)
     ON CONFLICT (name) DO UPDATE SET manifest = EXCLUDED.manifest, source = EXCLUDED.source,
       installed_by = EXCLUDED.installed_by, installed_at = EXCLUDED.installed_at
     RETURNING ${columns}`,
    [manifest.name, JSON.stringify(manifest), source, installed_by, installed_at],
  );
  if (!row) throw new Error('the plugin was not written');
  return row;
}
