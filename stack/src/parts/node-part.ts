import { baseEnvironment } from '../system/environment.ts';
import { Part, type PartOptions } from '../system/part.ts';
import { fromRoot } from '../system/paths.ts';

export type NodePartOptions = Pick<
  PartOptions,
  'name' | 'env' | 'logFile' | 'ready' | 'graceMs' | 'watch'
> & {
  /** Built file, from the repository's root. */
  script: string;
  /** Start it again whenever a file that it imports changes. */
  follow?: boolean;
};

/** One of our own Node processes, under the Node that runs this. */
export function nodePart({ script, follow, env, ...options }: NodePartOptions): Part {
  return new Part({
    ...options,
    program: process.execPath,
    args: [...(follow ? ['--watch', '--watch-preserve-output'] : []), fromRoot(script)],
    env: { ...baseEnvironment(), ...env },
  });
}
