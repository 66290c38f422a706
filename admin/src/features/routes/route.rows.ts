import type { RouteBody } from '@aegis/contracts';
import type { Tx } from '../../platform/database/database.ts';
import { Problem } from '../../platform/http/problem.ts';
import { newId } from '../../platform/ids.ts';
import { limitIds, limitNames } from '../limits/index.ts';
import type { StoredRoute } from './route.ts';

export const routeColumns = `r.id, r.name, r.path, r.upstream, ${limitNames('r.limit_ids')}, r.settings, r.version,
  r.created_at, r.updated_at`;

/** @throws Problem not_found */
export async function findRoute(tx: Tx, appId: string, id: string): Promise<StoredRoute> {
  const [row] = await tx.query<StoredRoute[]>(
    `SELECT ${routeColumns} FROM routes r WHERE r.id = $1 AND r.app_id = $2`,
    [id, appId],
  );
  if (!row) throw Problem.notFound('route');
  return row;
}

/** @throws Problem invalid_input for a limit that does not exist */
export async function insertRoute(
  tx: Tx,
  customerId: string,
  appId: string,
  { name, path, upstream, limits, ...settings }: RouteBody,
): Promise<StoredRoute> {
  const id = newId();
  await tx.query(
    `INSERT INTO routes (id, customer_id, app_id, name, path, upstream, limit_ids, settings)
     VALUES ($1, $2, $3, $4, $5, $6, $7::uuid[], $8::jsonb)`,
    [
      id,
      customerId,
      appId,
      name,
      path,
      upstream,
      await limitIds(tx, appId, limits),
      JSON.stringify(settings),
    ],
  );
  return findRoute(tx, appId, id);
}

/** @throws Problem invalid_input for a limit that does not exist */
export async function updateRoute(
  tx: Tx,
  appId: string,
  id: string,
  { name, path, upstream, limits, ...settings }: RouteBody,
): Promise<StoredRoute> {
  await tx.query(
    `UPDATE routes SET name = $2, path = $3, upstream = $4, limit_ids = $5::uuid[], settings = $6::jsonb,
       version = version + 1, updated_at = now() WHERE id = $1`,
    [id, name, path, upstream, await limitIds(tx, appId, limits), JSON.stringify(settings)],
  );
  return findRoute(tx, appId, id);
}
