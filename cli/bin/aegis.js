#!/usr/bin/env node
import { existsSync } from 'node:fs';
import module from 'node:module';

const entry = new URL('../dist/start.js', import.meta.url);

if (Number(process.versions.node.split('.')[0]) < 22) {
  console.error(`aegis needs Node 22 or newer; this is ${process.version}.`);
  console.error('Inside the repository `npx aegis` brings its own.');
  process.exitCode = 64;
} else if (!existsSync(entry)) {
  console.error('aegis is not built yet. Next: npm run build');
  process.exitCode = 1;
} else {
  module.enableCompileCache?.();
  const { start } = await import(entry.href);
  await start(process.argv.slice(2), import.meta.url);
}
