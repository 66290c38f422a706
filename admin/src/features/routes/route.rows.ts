import type { RouteBody } from '@aegis/contracts';
import type { Tx } from '../../platform/database/database.ts';
import { Problem } from '../../platform/http/problem.ts';
import { newId } from '../../platform/ids.ts';
import { limitIds } from '../limits/index.ts';
import { routeKind, type StoredRoute } from './route.ts';

/** name, path, upstream, limit_ids, settings. */
async function valuesOf(
  tx: Tx,
  appId: string,
  { name, path, upstream, limits, ...settings }: RouteBody,
): Promise<unknown[]> {
  return [name, path, upstream, await limitIds(tx, appId, limits), JSON.stringify(settings)];
}

/** @throws Problem invalid_input for a limit that does not exist */
export async function insertRoute(
  tx: Tx,
  customerId: string,
  appId: string,
  body: RouteBody,
): Promise<StoredRoute> {
  const [row] = await tx.query<[StoredRoute]>(
    `INSERT INTO routes (id, customer_id, app_id, name, path, upstream, limit_ids, settings)
     VALUES ($1, $2, $3, $4, $5, $6, $7::uuid[], $8::jsonb) RETURNING ${routeKind.columns}`,
    [newId(), customerId, appId, ...(await valuesOf(tx, appId, body))],
  );
  return row;
}

/** @throws Problem invalid_input for a limit that does not exist */
export async function updateRoute(tx: Tx, appId: string, id: string, body: RouteBody): Promise<StoredRoute> {
  const [[row]] = await tx.query<[[StoredRoute], number]>(
    `UPDATE routes SET name = $2, path = $3, upstream = $4, limit_ids = $5::uuid[], settings = $6::jsonb,
       version = version + 1, updated_at = now() WHERE id = $1 RETURNING ${routeKind.columns}`,
    [id, ...(await valuesOf(tx, appId, body))],
  );
  return row;
}

/**
 * The name must exist in some environment; the others answer upstream_unavailable until they have it too.
 * @throws Problem invalid_input
 */
export async function assertUpstream(tx: Tx, appId: string, name: string): Promise<void> {
  const rows = await tx.query<unknown[]>('SELECT 1 FROM upstreams WHERE app_id = $1 AND name = $2 LIMIT 1', [
    appId,
    name,
  ]);
  if (rows.length === 0) throw Problem.invalid('/upstream', 'is no upstream of this app');
}
