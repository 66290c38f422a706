import type { RouteRecord, RoutesDocument } from '@aegis/contracts';
import type { Tx } from '../../platform/database/database.ts';
import type { Env } from '../../platform/env/env.ts';
import { type UsesOf, usesMaker } from '../plugins/index.ts';
import type { RouteSettings } from './route.ts';

interface Row {
  id: string;
  app_id: string;
  customer_id: string;
  name: string;
  path: string;
  upstream: string;
  limit_ids: string[];
  settings: RouteSettings;
}

function recordOf(row: Row, usesOf: UsesOf): RouteRecord {
  const { plugins, ...settings } = row.settings;
  return {
    id: row.id,
    name: row.name,
    path: row.path,
    upstream: row.upstream,
    limits: row.limit_ids,
    plugins: usesOf(plugins, row.customer_id),
    ...settings,
  };
}

/** `routes:<app id>`; an app without routes has an empty document. */
export async function renderRoutes(
  tx: Tx,
  appIds: readonly string[],
  env: Env,
): Promise<Map<string, RoutesDocument>> {
  const rows = await tx.query<Row[]>(
    `SELECT id, app_id, customer_id, name, path, upstream, limit_ids, settings
     FROM routes WHERE app_id = ANY($1::uuid[]) ORDER BY app_id, name`,
    [appIds],
  );
  const documents = new Map<string, RoutesDocument>(appIds.map((id) => [id, { routes: [] }]));
  const usesOf = usesMaker(env);
  for (const row of rows) documents.get(row.app_id)?.routes.push(recordOf(row, usesOf));
  return documents;
}
