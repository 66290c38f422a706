import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, startPostgres, startRedis } from '@aegis/stack';
import { migrate } from '../platform/database/migrate.ts';
import { rememberServers } from './servers.ts';
import { SECRET } from './test-env.ts';

const SUPERUSER_PASSWORD = 'only this run of the tests';

/** One PostgreSQL and one Redis for all specs, and a migrated database that each spec gets a copy of. */
export default async function globalSetup(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'aegis-admin-tests-'));
  const port = await freePort();
  const postgres = await startPostgres({
    directory: join(directory, 'postgres'),
    logFile: join(directory, 'postgres.log'),
    port,
    superuserPassword: SUPERUSER_PASSWORD,
    disposable: true,
  });
  const redis = await startRedis({
    directory: join(directory, 'redis'),
    logFile: join(directory, 'redis.log'),
    port: await freePort(),
  });
  await migrate({ DATABASE_URL: postgres.url, AEGIS_SECRET: SECRET });
  process.env.AEGIS_TEST_DATABASE_URL = postgres.url;
  process.env.AEGIS_TEST_REDIS_URL = redis.url;
  rememberServers({ directory, parts: [postgres.part, redis.part] });
}
