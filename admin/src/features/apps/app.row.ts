import type { App, AppEnvironment, AppSettings, Liveness } from '@aegis/contracts';
import type { Tx } from '../../platform/database/database.ts';
import { Problem } from '../../platform/http/problem.ts';

export interface StoredApp {
  id: string;
  slug: string;
  name: string;
  status: 'active' | 'suspended';
  settings: AppSettings;
  version: number;
  created_at: Date;
  updated_at: Date;
}

export const appColumns = 'id, slug, name, status, settings, version, created_at, updated_at';

export const appView = (row: StoredApp, environments: AppEnvironment[], liveness: Liveness): App => ({
  id: row.id,
  slug: row.slug,
  name: row.name,
  status: row.status,
  settings: row.settings,
  environments,
  created_at: row.created_at.toISOString(),
  updated_at: row.updated_at.toISOString(),
  liveness,
});

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** By id or slug. @throws Problem not_found */
export async function findApp(tx: Tx, idOrSlug: string): Promise<StoredApp> {
  const column = uuid.test(idOrSlug) ? 'id' : 'slug';
  const [row] = await tx.query<StoredApp[]>(
    `SELECT ${appColumns} FROM apps WHERE ${column} = $1 AND deleted_at IS NULL`,
    [idOrSlug],
  );
  if (!row) throw Problem.notFound('app');
  return row;
}
