import type { Environment, HostsDocument } from '@aegis/contracts';
import type { Tx } from '../../platform/database/database.ts';

interface Row {
  shard: number;
  host: string;
  app_id: string;
  environment: Environment;
  certified: boolean;
}

/** `hosts:<shard>` for every shard asked for; a shard without hosts is an empty document. */
export async function renderHosts(tx: Tx, shards: readonly string[]): Promise<Map<string, HostsDocument>> {
  const rows = await tx.query<Row[]>(
    `SELECT shard, host, app_id, environment, certificate_id IS NOT NULL AS certified
     FROM hosts WHERE shard = ANY($1::smallint[]) ORDER BY host`,
    [shards.map(Number)],
  );
  const documents = new Map<string, HostsDocument>(shards.map((shard) => [shard, { hosts: {} }]));
  for (const { shard, host, app_id, environment, certified } of rows) {
    const document = documents.get(String(shard));
    if (document) document.hosts[host] = { app_id, environment, ...(certified && { certificate: host }) };
  }
  return documents;
}
