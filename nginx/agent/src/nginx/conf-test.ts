import { execFile } from 'node:child_process';
import type { NginxProgram } from './program.ts';

const LONGEST_REASON = 2_000;
const TIMEOUT_MS = 20_000;

/** `nginx -t` on a configuration file. @returns what it said when it refuses, undefined when it accepts */
export function testConf(
  program: NginxProgram,
  directory: string,
  file: string,
): Promise<string | undefined> {
  const args = ['-e', 'stderr', '-p', directory, '-c', file, '-t', '-q'];
  return new Promise((resolve) => {
    execFile(program.path, args, { timeout: TIMEOUT_MS }, (failure, _, stderr) => {
      if (!failure) return resolve(undefined);
      const said = stderr.trim() || failure.message;
      resolve(said.slice(0, LONGEST_REASON));
    });
  });
}
