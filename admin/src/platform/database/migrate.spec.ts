import { migrations } from '@aegis/migrations';
import pg from 'pg';
import { type PrivateServers, startPrivateServers } from '../../testing/private-servers.ts';
import { SECRET } from '../../testing/test-env.ts';
import { migrate } from './migrate.ts';
import { urlFor } from './role-passwords.ts';

describe('migrate', () => {
  let servers: PrivateServers;
  beforeAll(async () => {
    servers = await startPrivateServers();
  });
  afterAll(() => servers.stop());

  const query = async (url: string, sql: string) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(sql)).rows;
    } finally {
      await client.end();
    }
  };

  it('runs every migration once, however many start at the same moment', async () => {
    const url = await servers.postgres.createDatabase('together');
    const runs = await Promise.all([1, 2, 3].map(() => migrate({ DATABASE_URL: url, AEGIS_SECRET: SECRET })));
    expect(runs.map(({ length }) => length).sort((a, b) => a - b)).toEqual([0, 0, migrations.length]);
  });

  it('gives the roles the passwords of the newest secret', async () => {
    const url = servers.postgres.url;
    const newer = 'a newer secret of the platform 0123456789';
    await migrate({ DATABASE_URL: url, AEGIS_SECRET: `${newer},${SECRET}` });
    const user = await query(urlFor(url, newer, 'aegis_app'), 'SELECT current_user AS name');
    expect(user).toEqual([{ name: 'aegis_app' }]);
    await expect(query(urlFor(url, SECRET, 'aegis_app'), 'SELECT 1')).rejects.toThrow(
      'password authentication',
    );
  });

  it('finishes what an earlier run left unfinished', async () => {
    const url = await servers.postgres.createDatabase('interrupted');
    const newest = await migrate({ DATABASE_URL: url, AEGIS_SECRET: SECRET });
    // As a run that was killed before its last migration committed.
    await query(
      url,
      'DROP TABLE usage_batches, usage_minutes, usage_hours_by_caller, usage_hours_by_route, key_uses, first_requests',
    );
    await query(url, 'DROP FUNCTION aegis_make_usage_partition, aegis_drop_usage_partitions');
    await query(url, `DELETE FROM aegis_migrations WHERE name = '${newest.at(-1)}'`);
    expect(await migrate({ DATABASE_URL: url, AEGIS_SECRET: SECRET })).toEqual(newest.slice(-1));
  });
});
