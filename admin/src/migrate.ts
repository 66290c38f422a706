import { migrate } from './platform/database/migrate.ts';
import { EnvError, readEnv } from './platform/env/env.ts';

/** `node dist/migrate.js`: brings the database up to date, once, before the service starts. */
try {
  const done = await migrate(readEnv());
  process.stdout.write(done.length === 0 ? 'migrate: up to date\n' : `migrate: ran ${done.join(', ')}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof EnvError ? error.message : `migrate: ${String(error)}`}\n`);
  process.exit(1);
}
