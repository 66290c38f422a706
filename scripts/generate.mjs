#!/usr/bin/env node
/**
 * Writes the files that are made from others; `--check` only compares, for CI.
 * Every module of `generate/` exports a function that answers `{ 'path/from/the/root': text }`.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = join(import.meta.dirname, '..');
const generators = join(root, 'scripts/generate');

/** What the generators read is the compiled product, so that it cannot be an older one. */
function compile() {
  const typescript = dirname(createRequire(import.meta.url).resolve('typescript/package.json'));
  const args = [join(typescript, 'bin/tsc'), '-b', 'contracts', 'admin', 'cli'];
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(1);
}

async function generateAll() {
  const files = {};
  for (const name of readdirSync(generators).sort()) {
    const { default: generate } = await import(pathToFileURL(join(generators, name)).href);
    Object.assign(files, await generate({ root }));
  }
  return files;
}

function current(path) {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch {
    return undefined;
  }
}

function write(path, text) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

compile();
const different = Object.entries(await generateAll()).filter(([path, text]) => current(path) !== text);
const names = different.map(([path]) => path).join(', ');

if (process.argv.includes('--check')) {
  if (names !== '') console.error(`Not as generated: ${names}. Next: node scripts/generate.mjs`);
  process.exitCode = names === '' ? 0 : 1;
} else {
  for (const [path, text] of different) write(path, text);
  console.log(names === '' ? 'Everything is up to date.' : `Wrote ${names}`);
}
