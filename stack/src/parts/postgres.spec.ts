import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { openDataDirectory } from '../system/data-directory.ts';
import { freePort } from '../system/ports.ts';
import { type Postgres, startPostgres } from './postgres.ts';

describe('startPostgres', () => {
  const directory = mkdtempSync(join(tmpdir(), 'aegis-postgres-'));
  const data = openDataDirectory(directory);
  let postgres: Postgres;

  const start = async () =>
    await startPostgres({
      directory: data.file('postgres'),
      logFile: data.log('postgres'),
      port: await freePort(),
      superuserPassword: 'a password of this test',
      disposable: true,
    });

  beforeAll(async () => {
    postgres = await start();
  });

  afterAll(async () => {
    await postgres.part.stop();
    rmSync(directory, { recursive: true });
  });

  const query = async (url: string, sql: string) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query(sql)).rows;
    } finally {
      await client.end();
    }
  };

  it('serves the database to an owner that row-level security binds', async () => {
    const rows = await query(
      postgres.url,
      'SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user',
    );
    expect(rows).toEqual([{ rolname: 'aegis_user', rolsuper: false, rolbypassrls: false }]);
  });

  it('makes further databases, whatever their name', async () => {
    const url = await postgres.createDatabase('one "more"');
    expect(await query(encodeURI(url), 'SELECT current_database() AS name')).toEqual([
      { name: 'one "more"' },
    ]);
  });

  it('keeps the data over a stop and a start', async () => {
    await query(postgres.url, 'CREATE TABLE kept AS SELECT 7 AS seven');
    await postgres.part.stop();
    expect(postgres.part.running).toBe(false);
    postgres = await start();
    expect(await query(postgres.url, 'SELECT seven FROM kept')).toEqual([{ seven: 7 }]);
  });

  it('says in one line why it cannot start', async () => {
    await expect(start()).rejects.toThrow(
      /PostgreSQL did not start: .*FATAL.*another postmaster.*postgres\.log/,
    );
  });
});
