import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, type Postgres, type Redis, startPostgres, startRedis } from '@aegis/stack';
import { migrate } from '../platform/database/migrate.ts';
import { SECRET } from './test-env.ts';

/** A PostgreSQL and a Redis of one spec alone, to be stopped and started again by it. */
export interface PrivateServers {
  postgres: Postgres;
  redis: Redis;
  stop: () => Promise<void>;
}

export async function startPrivateServers(): Promise<PrivateServers> {
  const directory = mkdtempSync(join(tmpdir(), 'aegis-admin-faults-'));
  const postgres = await startPostgres({
    directory: join(directory, 'postgres'),
    logFile: join(directory, 'postgres.log'),
    port: await freePort(),
    superuserPassword: 'only this spec',
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
