import { type AppEnvironment, type DocumentName, type Environment, environments } from '@aegis/contracts';
import type { Tx } from '../../platform/database/database.ts';
import { hostRows } from './host-names.ts';

const hostDocument = (shard: number): DocumentName => `hosts:${shard}`;
const distinct = (shards: number[]): DocumentName[] => [...new Set(shards)].map(hostDocument);

/** Gives an app its hosts. @returns the documents of the host index that change */
export async function addHosts(
  tx: Tx,
  app: { id: string; slug: string; customerId: string },
  baseDomain: string,
): Promise<DocumentName[]> {
  const rows = hostRows(app.slug, baseDomain);
  for (const { host, shard, environment } of rows) {
    await tx.query(
      `INSERT INTO hosts (host, shard, customer_id, app_id, environment, main) VALUES ($1, $2, $3, $4, $5, true)`,
      [host, shard, app.customerId, app.id, environment],
    );
  }
  return distinct(rows.map(({ shard }) => shard));
}

/** Takes all hosts of an app away. @returns the documents that change: of the host index, and of their certificates */
export async function removeHosts(tx: Tx, appId: string): Promise<DocumentName[]> {
  const [rows] = await tx.query<[{ host: string; shard: number; certificate_id: string | null }[], number]>(
    'DELETE FROM hosts WHERE app_id = $1 RETURNING host, shard, certificate_id',
    [appId],
  );
  const certified = rows.filter(({ certificate_id }) => certificate_id !== null);
  return [
    ...distinct(rows.map(({ shard }) => shard)),
    ...certified.map(({ host }): DocumentName => `certificate:${host}`),
  ];
}

/** The hosts of an app. */
export async function hostsOf(tx: Tx, appId: string): Promise<string[]> {
  const rows = await tx.query<{ host: string }[]>('SELECT host FROM hosts WHERE app_id = $1 ORDER BY host', [
    appId,
  ]);
  return rows.map(({ host }) => host);
}

/** From now on these hosts show a certificate. @returns the documents of the host index that change */
export async function certifyHosts(
  tx: Tx,
  hosts: readonly string[],
  certificateId: string,
): Promise<DocumentName[]> {
  const [rows] = await tx.query<[{ shard: number }[], number]>(
    'UPDATE hosts SET certificate_id = $2 WHERE host = ANY($1) RETURNING shard',
    [hosts, certificateId],
  );
  return distinct(rows.map(({ shard }) => shard));
}

/** Its hosts show no certificate of their own any more. @returns the documents of the host index that change */
export async function uncertifyHosts(tx: Tx, certificateId: string): Promise<DocumentName[]> {
  const [rows] = await tx.query<[{ shard: number }[], number]>(
    'UPDATE hosts SET certificate_id = NULL WHERE certificate_id = $1 RETURNING shard',
    [certificateId],
  );
  return distinct(rows.map(({ shard }) => shard));
}

/** After a change of the base domain: every app's own hosts anew. Custom domains stay. */
export async function rewriteHosts(tx: Tx, baseDomain: string): Promise<void> {
  await tx.query('DELETE FROM hosts WHERE main');
  const apps = await tx.query<{ id: string; slug: string; customer_id: string }[]>(
    'SELECT id, slug, customer_id FROM apps WHERE deleted_at IS NULL',
  );
  for (const { id, slug, customer_id } of apps) {
    await addHosts(tx, { id, slug, customerId: customer_id }, baseDomain);
  }
}

interface EnvironmentRow {
  app_id: string;
  environment: Environment;
  hosts: string[] | null;
  ready: boolean;
  first_request_at: Date | null;
}

const select = `
  SELECT a.id AS app_id, e.environment,
    (SELECT array_agg(h.host ORDER BY h.main DESC, h.host) FROM hosts h
      WHERE h.app_id = a.id AND h.environment = e.environment) AS hosts,
    EXISTS (SELECT FROM upstreams u WHERE u.app_id = a.id AND u.environment = e.environment) AS ready,
    (SELECT f.at FROM first_requests f
      WHERE f.app_id = a.id AND f.environment = e.environment) AS first_request_at
  FROM apps a CROSS JOIN unnest($2::text[]) WITH ORDINALITY AS e (environment, place)
  WHERE a.id = ANY($1::uuid[]) ORDER BY e.place`;

/** App id → its three environments, production first. */
export async function readEnvironments(tx: Tx, appIds: string[]): Promise<Map<string, AppEnvironment[]>> {
  const rows = await tx.query<EnvironmentRow[]>(select, [appIds, environments]);
  const found = new Map<string, AppEnvironment[]>(appIds.map((id) => [id, []]));
  for (const row of rows) {
    found.get(row.app_id)?.push({
      name: row.environment,
      hosts: row.hosts ?? [],
      ready: row.ready,
      ...(row.first_request_at && { first_request_at: row.first_request_at.toISOString() }),
    });
  }
  return found;
}
