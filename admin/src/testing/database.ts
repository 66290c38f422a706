import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { roles } from '@aegis/migrations';
import pg from 'pg';
import { type RoleName, urlFor } from '../platform/database/role-passwords.ts';
import { SECRET } from './test-env.ts';

const required = (name: string): string => {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: run the specs through jest`);
  return value;
};

export interface TestDatabase {
  /** `DATABASE_URL` of the owner. */
  url: string;
  /** Runs one statement as the application's role, with the settings that row-level security asks. */
  asApp: (
    settings: Record<string, string>,
    sql: string,
    values?: unknown[],
  ) => Promise<Record<string, unknown>[]>;
  /** Runs one statement with the platform's rights. */
  asPlatform: (sql: string, values?: unknown[]) => Promise<Record<string, unknown>[]>;
  /** Runs one statement as the owner of the database, who may change tables. */
  asOwner: (sql: string) => Promise<void>;
  drop: () => Promise<void>;
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** A copy of the migrated database: made in milliseconds, and no spec sees another's rows. */
export async function createDatabase(): Promise<TestDatabase> {
  const template = required('AEGIS_TEST_DATABASE_URL');
  const name = `spec_${randomBytes(6).toString('hex')}`;
  const maintenance = new URL(template);
  maintenance.pathname = '/postgres';
  const templateName = new URL(template).pathname.slice(1);
  await withClient(maintenance.href, (client) =>
    client.query(`CREATE DATABASE ${name} TEMPLATE ${templateName}`),
  );
  const url = new URL(template);
  url.pathname = `/${name}`;
  return openDatabase(url.href, () => dropDatabase(maintenance.href, name));
}

const INSUFFICIENT_PRIVILEGE = '42501';

/** Autovacuum may be at work in it, which only a superuser may end: then the drop is asked for again. */
async function dropDatabase(maintenance: string, name: string): Promise<void> {
  for (;;) {
    try {
      await withClient(maintenance, (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`));
      return;
    } catch (problem) {
      if (!(problem instanceof pg.DatabaseError) || problem.code !== INSUFFICIENT_PRIVILEGE) throw problem;
    }
    await pause(10);
  }
}

/** Statements on a migrated database as the service's roles. `drop` runs when the spec is done with it. */
export function openDatabase(
  url: string,
  drop: () => Promise<unknown> = async () => undefined,
): TestDatabase {
  const pool = (role: RoleName) => {
    const made = new pg.Pool({ connectionString: urlFor(url, SECRET, role), max: 2 });
    // A spec may stop the server while a connection is idle.
    made.on('error', () => undefined);
    return made;
  };
  const asPlatform = pool(roles.platform);
  const asApp = pool(roles.app);
  return {
    url,
    asApp: (settings, sql, values) => queryScoped(asApp, settings, sql, values),
    asPlatform: async (sql, values) => (await asPlatform.query(sql, values)).rows,
    asOwner: (sql) => withClient(url, async (client) => void (await client.query(sql))),
    drop: async () => {
      await Promise.all([asPlatform.end(), asApp.end()]);
      await drop();
    },
  };
}

async function queryScoped(pool: pg.Pool, settings: Record<string, string>, sql: string, values?: unknown[]) {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    for (const [name, value] of Object.entries(settings)) {
      await client.query('SELECT set_config($1, $2, true)', [name, value]);
    }
    const { rows } = await client.query(sql, values);
    await client.query('COMMIT');
    return rows;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}

/** Each jest worker has a Redis database of its own; a spec empties it before it starts. */
export const redisUrl = (): string =>
  `${required('AEGIS_TEST_REDIS_URL')}/${(Number(process.env.JEST_WORKER_ID ?? '1') - 1) % 16}`;
