import { migrations } from '@aegis/migrations';
import pg from 'pg';
import { type Servers, startServers } from '../../testing/servers.ts';
import { SECRET } from '../../testing/test-env.ts';
import { migrate } from './migrate.ts';
import { urlFor } from './role-passwords.ts';

describe('migrate', () => {
  let servers: Servers;
  beforeAll(async () => {
    servers = await startServers();
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

  it('finishes after it was killed, whenever that was', async () => {
    const url = await servers.postgres.createDatabase('killed');
    const env = { DATABASE_URL: url, AEGIS_SECRET: SECRET };
    for (const committed of [0, 1, 3, 5]) {
      let settled = false;
      const run = migrate(env)
        .catch(() => undefined)
        .finally(() => {
          settled = true;
        });
      while (!settled && !(await killed(url, committed)));
      await run;
    }
    await migrate(env);
    const rows = await query(url, 'SELECT name FROM aegis_migrations ORDER BY timestamp');
    expect(rows).toEqual(migrations.map(({ name }) => ({ name })));
  });

  /** Ends the connection that runs a statement once so many migrations have committed. @returns whether it did */
  const killed = async (url: string, committed: number): Promise<boolean> => {
    const [table] = await query(url, `SELECT to_regclass('aegis_migrations') IS NOT NULL AS made`);
    const done = table?.made ? await query(url, 'SELECT 1 FROM aegis_migrations') : [];
    if (done.length < committed) return false;
    const ended = await query(
      url,
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE application_name = 'aegis-migrate' AND datname = current_database() AND state <> 'idle'`,
    );
    return ended.length > 0;
  };
});
