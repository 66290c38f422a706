import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { fromRoot } from '../system/paths.ts';
import type { StartOptions } from './options.ts';
import { start } from './start.ts';

/** `start` beside a compiler that watches: what it writes makes admin start again; vite shows the dashboard's changes. */
export async function develop(options: StartOptions): Promise<number> {
  // Its own group: Ctrl-C is for the stack first.
  const compiler = spawn(
    process.execPath,
    [fromRoot('node_modules/.bin/tsc'), '-b', '--watch', '--preserveWatchOutput', ...packages()],
    {
      cwd: fromRoot(''),
      detached: true,
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  );
  try {
    return await start(options, true);
  } finally {
    if (compiler.exitCode === null && compiler.kill()) await once(compiler, 'exit');
  }
}

function packages(): string[] {
  const { workspaces } = JSON.parse(readFileSync(fromRoot('package.json'), 'utf8')) as {
    workspaces: string[];
  };
  return workspaces.filter((path) => existsSync(fromRoot(`${path}/tsconfig.json`)));
}
