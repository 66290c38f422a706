import {
  type AuthorizePurge,
  MAX_AUTHORIZE_PURGES,
  MAX_AUTHORIZE_STALE_S,
  MAX_AUTHORIZE_TTL_S,
  type PurgeBody,
} from '@aegis/contracts';
import type { Tx } from '../../platform/database/database.ts';
import { type CalloutPlace, newGeneration } from './callout.row.ts';

/**
 * A purge has to be remembered until the last answer that it is about has ended by itself, with an hour for clocks
 * that differ.
 */
const REMEMBER_S = MAX_AUTHORIZE_TTL_S + MAX_AUTHORIZE_STALE_S + 3_600;

const inForce = `purged_at > now() - interval '${REMEMBER_S} seconds'`;

export interface StoredPurge extends CalloutPlace {
  tenant: string;
  user_id: string;
  permission: string;
  generation: string;
}

/** Forgets everything that was answered for an environment. */
export async function purgeAll(tx: Tx, { app_id, environment }: CalloutPlace): Promise<void> {
  await tx.query('DELETE FROM authorize_purges WHERE app_id = $1 AND environment = $2', [
    app_id,
    environment,
  ]);
  await tx.query('UPDATE authorize_callouts SET generation = $3 WHERE app_id = $1 AND environment = $2', [
    app_id,
    environment,
    newGeneration(),
  ]);
}

/** Forgets a part. Where there are more parts than a document holds, everything is forgotten instead. */
export async function purgePart(
  tx: Tx,
  customerId: string,
  { app_id, environment }: CalloutPlace,
  { tenant = '', user = '', permission = '' }: PurgeBody,
): Promise<void> {
  await tx.query(
    `INSERT INTO authorize_purges
       (app_id, environment, tenant, user_id, permission, customer_id, generation, purged_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, now())
     ON CONFLICT (app_id, environment, tenant, user_id, permission)
     DO UPDATE SET generation = excluded.generation, purged_at = excluded.purged_at`,
    [app_id, environment, tenant, user, permission, customerId, newGeneration()],
  );
  await tx.query(`DELETE FROM authorize_purges WHERE app_id = $1 AND environment = $2 AND NOT ${inForce}`, [
    app_id,
    environment,
  ]);
  const [row] = await tx.query<{ count: number }[]>(
    'SELECT count(*)::int AS count FROM authorize_purges WHERE app_id = $1 AND environment = $2',
    [app_id, environment],
  );
  if (row && row.count > MAX_AUTHORIZE_PURGES) await purgeAll(tx, { app_id, environment });
}

export const readPurges = (tx: Tx, appIds: string[]): Promise<StoredPurge[]> =>
  tx.query<StoredPurge[]>(
    `SELECT app_id, environment, tenant, user_id, permission, generation FROM authorize_purges
     WHERE app_id = ANY($1::uuid[]) AND ${inForce} ORDER BY purged_at`,
    [appIds],
  );

export const purgeOf = ({ tenant, user_id, permission, generation }: StoredPurge): AuthorizePurge => ({
  ...(tenant !== '' && { tenant }),
  ...(user_id !== '' && { user: user_id }),
  ...(permission !== '' && { permission }),
  generation,
});
