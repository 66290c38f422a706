import type { Server } from 'node:net';
import { AppModule } from './app.module.ts';
import { EnvError, readEnv } from './platform/env/env.ts';
import { assertAllBound } from './platform/http/bound-operations.ts';
import { createApp } from './platform/http/create-app.ts';
import { createLogger } from './platform/logging/logger.ts';

async function main(): Promise<void> {
  const env = readEnv();
  const logger = createLogger(env);
  const app = await createApp(AppModule.with(env, logger), env, logger);
  assertAllBound(app);
  // SIGTERM: stop listening, finish what runs, then close the database and Redis.
  app.enableShutdownHooks(['SIGTERM', 'SIGINT']);
  await app.listen(env.AEGIS_ADMIN_PORT, env.AEGIS_ADMIN_HOST);
  const address = (app.getHttpServer() as Server).address();
  logger.info({ address }, 'admin: listening');
}

main().catch((error: unknown) => {
  if (error instanceof EnvError) process.stderr.write(`${error.message}\n`);
  else process.stderr.write(`admin: cannot start: ${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});
