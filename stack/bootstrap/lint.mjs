import { existsSync } from 'node:fs';
import { execute } from './execute.mjs';
import { fromRoot } from './paths.mjs';
import { ensureSystem } from './system.mjs';
import { workspacesWith } from './workspaces.mjs';

/** Every check that reads the source only. @returns exit code */
export async function lint() {
  // The generator reads the built contracts.
  if ((await execute('tsc', ['-b', 'contracts'])) !== 0) return 1;
  const failed = await runChecks();
  return failed.length === 0 ? 0 : 1;
}

/** @returns names of the checks that failed */
export async function runChecks() {
  ensureSystem('luacheck');
  const failed = [];
  for (const { name, program, args } of checks()) {
    console.log(`— ${name}`);
    if ((await execute(program, args)) !== 0) failed.push(name);
  }
  return failed;
}

function checks() {
  const sources = workspacesWith('src').map((path) => `${path}/src`);
  const plain = process.stdout.isTTY ? [] : ['--colors=off'];
  const list = [
    { name: 'biome', program: 'biome', args: ['ci', '--error-on-warnings', ...plain, '.'] },
    { name: 'dependency directions', program: 'depcruise', args: ['--output-type', 'err', ...sources] },
  ];
  if (existsSync(fromRoot('lua/aegis'))) {
    list.push({ name: 'luacheck', program: 'luacheck', args: ['--quiet', 'lua', 'plugin-sdk/lua'] });
  }
  if (existsSync(fromRoot('scripts/generate.mjs'))) {
    list.push({ name: 'generated files', program: 'node', args: ['scripts/generate.mjs', '--check'] });
  }
  return list;
}
