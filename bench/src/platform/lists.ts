import { performance } from 'node:perf_hooks';
import { listAllKeys, listKeys } from '@aegis/contracts';
import type { StackFile } from '@aegis/stack';
import pg from 'pg';
import type { ChangedApp } from './changes.ts';

/** Each key a second older than the one before; one in a hundred is revoked. */
const copyKeys = `
  INSERT INTO api_keys (id, customer_id, app_id, environment, name, hash, prefix, last_four, limit_ids, created_by,
    created_at, revoked_at)
  SELECT gen_random_uuid(), customer_id, app_id, environment, 'Client ' || n, md5(n::text), prefix, last_four,
    limit_ids, created_by, created_at - n * interval '1 second', CASE WHEN n % 100 = 0 THEN created_at END
  FROM generate_series(1, $2::int) n, (SELECT * FROM api_keys WHERE app_id = $1 LIMIT 1) one`;

/** Gives an app so many more keys, straight into the tables. */
export async function addKeys({ postgres }: StackFile, appId: string, amount: number): Promise<void> {
  const client = new pg.Client({ connectionString: postgres });
  await client.connect();
  try {
    await client.query('SET ROLE aegis_platform');
    await client.query(copyKeys, [appId, amount]);
    await client.query('RESET ROLE');
    await client.query('ANALYZE api_keys');
  } finally {
    await client.end();
  }
}

/** Pages of the list as the dashboard asks for them. @returns milliseconds of each call */
export async function listTimes({ api, id }: ChangedApp, times: number): Promise<number[]> {
  const params = { app_id: id };
  let cursor: string | undefined;
  const nextPage = async () => {
    const { data } = await api.call(listKeys, { params, query: cursor === undefined ? {} : { cursor } });
    cursor = data.next;
  };
  const asks = [
    nextPage,
    () => api.call(listKeys, { params, query: { search: 'client 77' } }),
    () => api.call(listKeys, { params, query: { search: 'no such name' } }),
    () => api.call(listKeys, { params, query: { sort: 'name' } }),
    () => api.call(listKeys, { params, query: { status: 'revoked' } }),
    () => api.call(listAllKeys, { query: { sort: '-name' } }),
  ];
  const took: number[] = [];
  for (let n = 0; n < times; n += 1) {
    for (const ask of asks) {
      const began = performance.now();
      await ask();
      took.push(performance.now() - began);
    }
  }
  return took;
}
