import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { fromRoot, rootDirectory } from './paths.mjs';

/** PATH on which the bundled Node 24 and the packages' binaries come first. */
const searchPath = [dirname(process.execPath), fromRoot('node_modules/.bin'), process.env.PATH].join(':');

/**
 * Runs a program in the repository's root and shows what it prints.
 * @returns exit code; 1 when a signal ended it
 */
export function execute(program, args, { env = {}, watch, cwd = rootDirectory } = {}) {
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, PATH: searchPath, ...env },
    stdio: ['inherit', watch ? 'pipe' : 'inherit', 'inherit'],
  });
  child.stdout?.on('data', (chunk) => {
    process.stdout.write(chunk);
    watch(chunk.toString());
  });
  const pass = (signal) => child.kill(signal);
  process.on('SIGINT', pass).on('SIGTERM', pass);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      process.off('SIGINT', pass).off('SIGTERM', pass);
      resolve(code ?? 1);
    });
  });
}
