import type { AuthorizeDocument } from '@aegis/contracts';
import { Keyring } from '../../platform/crypto/keyring.ts';
import type { Tx } from '../../platform/database/database.ts';
import type { Env } from '../../platform/env/env.ts';
import { Secret } from '../../publishing/seal.ts';
import { webAddressOf } from '../upstreams/index.ts';
import { calloutColumns, calloutId, type StoredCallout, secretContext } from './callout.row.ts';
import { purgeOf, readPurges, type StoredPurge } from './purges.ts';

type Active = Extract<AuthorizeDocument, { status: 'active' }>;

function documentOf(row: StoredCallout, purges: StoredPurge[], keyring: Keyring): AuthorizeDocument {
  const { url, ...settings } = row.settings;
  const { scheme, host, port } = webAddressOf(url);
  // The published form seals the secret again, for gateways; until then it is marked.
  const secret = new Secret(keyring.open(secretContext(row), row.secret));
  return {
    status: 'active',
    scheme,
    host,
    port,
    path: new URL(url).pathname,
    ...settings,
    secret: secret as unknown as Active['secret'],
    generation: row.generation,
    purges: purges.map(purgeOf),
  };
}

/** `authorize:<app id>.<environment>`. A callout that was removed is said as `none`: absence could be a delay. */
export async function renderAuthorize(
  tx: Tx,
  ids: readonly string[],
  env: Env,
): Promise<Map<string, AuthorizeDocument>> {
  const keyring = new Keyring(env);
  const appIds = [...new Set(ids.map((id) => id.slice(0, id.indexOf('.'))))];
  const rows = await tx.query<StoredCallout[]>(
    `SELECT ${calloutColumns} FROM authorize_callouts WHERE app_id = ANY($1::uuid[])`,
    [appIds],
  );
  const purges = await readPurges(tx, appIds);
  const purgesOf = (id: string) => purges.filter((purge) => calloutId(purge) === id);
  const callouts = new Map(rows.map((row) => [calloutId(row), row]));
  return new Map(
    ids.map((id) => {
      const row = callouts.get(id);
      return [id, row ? documentOf(row, purgesOf(id), keyring) : { status: 'none' }];
    }),
  );
}
