import { ensureBuilt } from './build.mjs';
import { execute } from './execute.mjs';
import { ensureSystem } from './system.mjs';

export async function bench(args) {
  ensureSystem('redis', 'gateway', 'load');
  await ensureBuilt();
  return await execute('node', ['bench/dist/main.js', ...args]);
}
