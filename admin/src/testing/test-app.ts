import type { Server } from 'node:net';
import { untilSpecEnds } from '@aegis/stack/testing';
import type { Type } from '@nestjs/common';
import { Redis } from 'ioredis';
import { AppModule } from '../app.module.ts';
import type { Env } from '../platform/env/env.ts';
import { createApp } from '../platform/http/create-app.ts';
import { createLogger } from '../platform/logging/logger.ts';
import { type ApiCaller, apiCaller } from './api-caller.ts';
import { createDatabase, redisUrl, type TestDatabase } from './database.ts';
import { testEnv } from './test-env.ts';

/** The whole service on a database of its own, listening on a free port. */
export interface TestApp {
  url: string;
  env: Env;
  database: TestDatabase;
  /** Lines of the service's log; none unless `AEGIS_LOG_LEVEL` is given. */
  logs: string[];
  /** Somebody without credentials. */
  visitor: ApiCaller;
  /** A provider of the running service. */
  get: <T>(type: Type<T>) => T;
  close: () => Promise<void>;
}

export async function startTestApp(overrides: Record<string, string> = {}): Promise<TestApp> {
  const database = await createDatabase();
  const redis = new Redis(redisUrl());
  await redis.flushdb();
  redis.disconnect();
  return await startTestAppOn(database, redisUrl(), overrides);
}

/** The same on servers that the spec started itself. */
export async function startTestAppOn(
  database: TestDatabase,
  redis: string,
  overrides: Record<string, string> = {},
): Promise<TestApp> {
  const env = testEnv({ database: database.url, redis }, overrides);
  const logs: string[] = [];
  const logger = createLogger(env, { write: (line) => logs.push(line) });
  const app = await createApp(AppModule.with(env, logger), env, logger);
  await app.listen(0, '127.0.0.1');
  const address = (app.getHttpServer() as Server).address();
  if (address === null || typeof address === 'string') throw new Error('not listening on a port');
  const url = `http://127.0.0.1:${address.port}`;
  const closed = untilSpecEnds(() => close());
  const close = async () => {
    closed();
    await app.close();
    await database.drop();
  };
  return {
    url,
    env,
    database,
    logs,
    visitor: apiCaller(url, {}),
    get: (type) => app.get(type, { strict: false }),
    close,
  };
}
