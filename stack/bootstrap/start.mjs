import { ensureBuilt } from './build.mjs';
import { execute } from './execute.mjs';
import { ensureSystem } from './system.mjs';

/** The whole system on this machine, until Ctrl-C. */
export async function start(args) {
  ensureSystem('redis', 'gateway');
  await ensureBuilt();
  return await execute('node', ['stack/dist/main.js', 'start', ...args]);
}

/** As `start`, with admin and dashboard following the sources. */
export async function develop(args) {
  ensureSystem('redis', 'gateway');
  await ensureBuilt();
  return await execute('node', ['stack/dist/main.js', 'dev', ...args]);
}

/** Writes `.env` for docker compose. */
export async function setUp(args) {
  await ensureBuilt();
  return await execute('node', ['stack/dist/main.js', 'setup', ...args]);
}
