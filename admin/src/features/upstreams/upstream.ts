import type { Environment, Liveness, Upstream, UpstreamBody } from '@aegis/contracts';
import type { z } from 'zod';
import type { Tx } from '../../platform/database/database.ts';
import { Problem } from '../../platform/http/problem.ts';
import { newId } from '../../platform/ids.ts';
import type { PartKind } from '../app-access/index.ts';
import type { KeptSettings } from './client-key.ts';

type Body = z.output<typeof UpstreamBody>;

/** What an upstream's row keeps as JSON. */
export type UpstreamSettings = Omit<Body, 'environment' | 'name'>;

export interface StoredUpstream {
  id: string;
  environment: Environment;
  name: string;
  settings: UpstreamSettings;
  /** Private key of the client certificate, sealed. */
  client_key: string | null;
  version: number;
  created_at: Date;
  updated_at: Date;
}

const columns = 'id, environment, name, settings, client_key, version, created_at, updated_at';

export const upstreamKind: PartKind<StoredUpstream, Upstream> = {
  table: 'upstreams',
  columns,
  resource: 'upstream',
  word: 'upstream',
  document: 'upstreams',
  lists: { sorts: { name: { column: 'name', type: 'text' } }, searchKeys: ['name'] },
  clashes: { upstreams_name: 'The environment has an upstream of this name.' },
  view: upstreamView,
  told: ({ environment, name, settings }) => ({ environment, name, ...settings }),
  environmentOf: ({ environment }) => environment,
  assertUnused,
};

function upstreamView(row: StoredUpstream, liveness: Liveness): Upstream {
  return {
    id: row.id,
    environment: row.environment,
    name: row.name,
    ...row.settings,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
    liveness,
  };
}

/** Routes name upstreams, and the name may exist in other environments too. */
async function assertUnused(tx: Tx, appId: string, { name, environment }: StoredUpstream): Promise<void> {
  const [route] = await tx.query<{ name: string }[]>(
    'SELECT name FROM routes WHERE app_id = $1 AND upstream = $2 ORDER BY name LIMIT 1',
    [appId, name],
  );
  if (route) throw new Problem('in_use', { detail: `The route ${route.name} goes to it in ${environment}.` });
}

/** Writes a new upstream's row. The addresses were checked before the transaction began. */
export async function insertUpstream(
  tx: Tx,
  customerId: string,
  appId: string,
  { environment, name }: Pick<Body, 'environment' | 'name'>,
  { settings, clientKey }: KeptSettings,
): Promise<StoredUpstream> {
  const [row] = await tx.query<[StoredUpstream]>(
    `INSERT INTO upstreams (id, customer_id, app_id, environment, name, settings, client_key)
     VALUES ($1, $2, $3, $4, $5, $6::jsonb, $7) RETURNING ${columns}`,
    [newId(), customerId, appId, environment, name, JSON.stringify(settings), clientKey],
  );
  return row;
}

export async function updateUpstream(
  tx: Tx,
  id: string,
  { settings, clientKey }: KeptSettings,
): Promise<StoredUpstream> {
  const [[row]] = await tx.query<[[StoredUpstream], number]>(
    `UPDATE upstreams SET settings = $2::jsonb, client_key = $3, version = version + 1, updated_at = now()
     WHERE id = $1 RETURNING ${columns}`,
    [id, JSON.stringify(settings), clientKey],
  );
  return row;
}
