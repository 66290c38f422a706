import type { Environment, UpstreamRecord, UpstreamsDocument } from '@aegis/contracts';
import { Keyring } from '../../platform/crypto/keyring.ts';
import type { Tx } from '../../platform/database/database.ts';
import type { Env } from '../../platform/env/env.ts';
import { clientKeyContext, publishedTls } from './client-key.ts';
import { targetOf } from './targets.ts';
import type { UpstreamSettings } from './upstream.ts';

interface Row {
  id: string;
  app_id: string;
  environment: Environment;
  name: string;
  settings: UpstreamSettings;
  client_key: string | null;
}

function recordOf(
  { id, app_id, environment, name, settings, client_key }: Row,
  keyring: Keyring,
): UpstreamRecord {
  const open = () => keyring.open(clientKeyContext(app_id, environment, name), client_key ?? '');
  return { id, ...settings, targets: settings.targets.map(targetOf), tls: publishedTls(settings.tls, open) };
}

/** `upstreams:<app id>` */
export async function renderUpstreams(
  tx: Tx,
  appIds: readonly string[],
  env: Env,
): Promise<Map<string, UpstreamsDocument>> {
  const keyring = new Keyring(env);
  const rows = await tx.query<Row[]>(
    `SELECT id, app_id, environment, name, settings, client_key
     FROM upstreams WHERE app_id = ANY($1::uuid[]) ORDER BY app_id, environment, name`,
    [appIds],
  );
  const documents = new Map<string, UpstreamsDocument>(appIds.map((id) => [id, { environments: {} }]));
  for (const row of rows) {
    const environments = documents.get(row.app_id)?.environments ?? {};
    const named = environments[row.environment] ?? {};
    named[row.name] = recordOf(row, keyring);
    environments[row.environment] = named;
  }
  return documents;
}
