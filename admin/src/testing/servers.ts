import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, type Postgres, type Redis, startPostgres, startRedis } from '@aegis/stack';
import { migrate } from '../platform/database/migrate.ts';
import { SECRET } from './test-env.ts';

/** A PostgreSQL with a migrated database, and a Redis. */
export interface Servers {
  postgres: Postgres;
  redis: Redis;
  stop: () => Promise<void>;
}

/** For all specs of a run, or for one spec alone that stops and starts them again. */
export async function startServers(): Promise<Servers> {
  const directory = mkdtempSync(join(tmpdir(), 'aegis-admin-tests-'));
  const postgres = await startPostgres({
    directory: join(directory, 'postgres'),
    logFile: join(directory, 'postgres.log'),
    port: await freePort(),
    superuserPassword: 'only these tests',
    disposable: true,
  });
  const redis = await startRedis({
    directory: join(directory, 'redis'),
    logFile: join(directory, 'redis.log'),
    port: await freePort(),
  });
  await migrate({ DATABASE_URL: postgres.url, AEGIS_SECRET: SECRET });
  return {
    postgres,
    redis,
    stop: async () => {
      await Promise.all([postgres.part.stop(), redis.part.stop()]);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
