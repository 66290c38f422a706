import type { Environment, UpstreamRecord, UpstreamsDocument } from '@aegis/contracts';
import type { Tx } from '../../platform/database/database.ts';
import { targetOf } from './targets.ts';
import type { UpstreamSettings } from './upstream.ts';

interface Row {
  id: string;
  app_id: string;
  environment: Environment;
  name: string;
  settings: UpstreamSettings;
}

function recordOf({ id, settings }: Row): UpstreamRecord {
  return { id, ...settings, targets: settings.targets.map(targetOf) };
}

/** `upstreams:<app id>` */
export async function renderUpstreams(
  tx: Tx,
  appIds: readonly string[],
): Promise<Map<string, UpstreamsDocument>> {
  const rows = await tx.query<Row[]>(
    `SELECT id, app_id, environment, name, settings
     FROM upstreams WHERE app_id = ANY($1::uuid[]) ORDER BY app_id, environment, name`,
    [appIds],
  );
  const documents = new Map<string, UpstreamsDocument>(appIds.map((id) => [id, { environments: {} }]));
  for (const row of rows) {
    const environments = documents.get(row.app_id)?.environments ?? {};
    const named = environments[row.environment] ?? {};
    named[row.name] = recordOf(row);
    environments[row.environment] = named;
  }
  return documents;
}
