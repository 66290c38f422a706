import { type Env, readEnv } from '../platform/env/env.ts';

export const SECRET = 'the admin service under test 32+ characters';
export const GATEWAY_SECRET = 'the gateways under test more than 32 letters';

/** The environment of a service under test, on a database and a Redis database of its own. */
export function testEnv(
  urls: { database: string; redis: string },
  overrides: Record<string, string> = {},
): Env {
  return readEnv({
    DATABASE_URL: urls.database,
    REDIS_URL: urls.redis,
    AEGIS_SECRET: SECRET,
    AEGIS_GATEWAY_SECRET: GATEWAY_SECRET,
    AEGIS_MODE: 'test',
    AEGIS_MAILBOX: 'local',
    AEGIS_REGISTRATION: 'open',
    AEGIS_LOG_LEVEL: 'silent',
    AEGIS_ADMIN_PORT: '0',
    AEGIS_DATABASE_POOL: '4',
    AEGIS_UPSTREAM_ALLOW: '127.0.0.0/8',
    ...overrides,
  });
}
