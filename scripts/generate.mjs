#!/usr/bin/env node
/**
 * Writes the files that are made from the contracts. `--check` writes nothing and fails when one is out of date.
 * The contracts must be built.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { errorCodes } from '@aegis/contracts';

const root = join(import.meta.dirname, '..');

const luaText = (text) => `"${text.replace(/["\\]/g, '\\$&')}"`;

/** The gateway's part of the error table, as a Lua module. */
function luaErrors() {
  const entries = Object.entries(errorCodes)
    .filter(([, entry]) => entry.by !== 'admin')
    .map(
      ([code, { status, title, fix }]) =>
        `    ${code} = {\n        status = ${status},\n        title = ${luaText(title)},\n        fix = ${luaText(fix)},\n    },\n`,
    );
  return `-- Made by scripts/generate.mjs from contracts/src/errors.ts.\nreturn {\n${entries.join('')}}\n`;
}

const generated = { 'lua/aegis/generated/errors.lua': luaErrors };

function current(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

const check = process.argv.includes('--check');
for (const [name, make] of Object.entries(generated)) {
  const file = join(root, name);
  const text = make();
  if (current(file) === text) continue;
  if (check) {
    console.error(`${relative(process.cwd(), file)} is out of date: run node scripts/generate.mjs`);
    process.exitCode = 1;
    continue;
  }
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  console.log(`wrote ${name}`);
}
