import { spawn } from 'node:child_process';
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
  // The test opens the logs: in a container /dev/stdout must be the very output that nginx will have, since a pipe
  // of Node is a socket, which cannot be opened by name.
  const child = spawn(program.path, args, { stdio: ['ignore', 'inherit', 'pipe'], timeout: TIMEOUT_MS });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(0, LONGEST_REASON);
  });
  return new Promise((resolve) => {
    child.once('error', (problem) => resolve(problem.message));
    child.once('close', (code, signal) => {
      if (code === 0) return resolve(undefined);
      resolve(said.trim() || `nginx -t ended with ${signal ?? `code ${code}`}`);
    });
  });
}
