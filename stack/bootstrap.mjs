#!/usr/bin/env node
/**
 * Entry of every npm script. Plain JavaScript on any Node from 20, because it runs before anything is installed:
 * it installs the npm packages, then hands over to the Node 24 that came with them.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { ensurePackages } from './bootstrap/packages.mjs';
import { fromRoot } from './bootstrap/paths.mjs';

const [major = 0] = process.versions.node.split('.').map(Number);
if (major < 20) stop(`Aegis needs Node 20 or newer to start; this is Node ${process.versions.node}.`);
try {
  ensurePackages();
} catch (problem) {
  stop(problem.message);
}
handOver(node24(), [fromRoot('stack/bootstrap/run.mjs'), ...process.argv.slice(2)]);

function node24() {
  const bundled = fromRoot('node_modules/node/bin/node');
  if (existsSync(bundled)) return bundled;
  if (major >= 24) return process.execPath;
  return stop(
    'The `node` package did not install its binary (are install scripts switched off?). Run `npm rebuild node`, or use Node 24.',
  );
}

function handOver(node, args) {
  const child = spawn(node, args, { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  // npm ends on SIGTERM without passing it on: whoever starts us must not leave a running system behind.
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 1_000).unref();
  child.on('exit', (code, signal) => {
    process.exitCode = signal ? 1 : (code ?? 1);
  });
}

function stop(message) {
  console.error(message);
  return process.exit(1);
}
