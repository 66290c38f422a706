import { spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { baseEnvironment } from '../system/environment.ts';
import { fromRoot } from '../system/paths.ts';
import { StartProblem } from '../system/start-problem.ts';

/** Runs a built script to its end. @returns what it printed. @throws StartProblem with its last words */
export function runOnce(
  script: string,
  args: string[],
  env: NodeJS.ProcessEnv,
  logFile: string,
): Promise<string> {
  const child = spawn(process.execPath, [fromRoot(script), ...args], {
    env: { ...baseEnvironment(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: string[] = [];
  const errors: string[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      // Standard output may hold a secret that is shown once; the log gets the rest.
      appendFileSync(logFile, errors.join(''), { mode: 0o600 });
      if (code === 0) return resolve(output.join(''));
      const words = errors.join('').trim().split('\n').slice(-3).join(' ⏎ ');
      reject(new StartProblem(`${script} failed: ${words} (log: ${logFile})`));
    });
  });
}
