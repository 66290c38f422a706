import { type Servers, startServers } from './servers.ts';

/** Set-up and tear-down run in the same process, but as separate modules. */
export const holder = globalThis as { aegisTestServers?: Servers };

/** One PostgreSQL and one Redis for all specs, and a migrated database that each spec gets a copy of. */
export default async function globalSetup(): Promise<void> {
  const servers = await startServers();
  process.env.AEGIS_TEST_DATABASE_URL = servers.postgres.url;
  process.env.AEGIS_TEST_REDIS_URL = servers.redis.url;
  holder.aegisTestServers = servers;
}
