import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');
const page = readFileSync(join(root, 'docs', 'gateway.md'), 'utf8');
const skipped = new Set(['node_modules', 'dist', '.git', '.aegis']);

function specs(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return skipped.has(entry.name) ? [] : specs(path);
    return /(\.spec\.tsx?|_spec\.lua)$/.test(entry.name) ? [path] : [];
  });
}

const all = specs('.');

/** The files that the page means: by their path, or by their name alone. */
const filesOf = (name: string): string[] =>
  all.filter((path) => (name.includes('/') ? path === name : basename(path) === name));

/** Rows of the tables rule → test: rule, and what names the tests. */
const rows = page
  .split(/^\| rule \| test \|\n\|---\|---\|\n/m)
  .slice(1)
  .flatMap((rest) => rest.split('\n\n')[0]?.split('\n') ?? [])
  .filter((line) => line.startsWith('|'))
  .map((line) => line.slice(2, -2).split(' | '))
  .map((cells) => ({ rule: cells.slice(0, -1).join(' | '), tests: cells.at(-1) ?? '' }));

/** What a row names that is not there: files, or the beginnings of tests in them. */
function missing(tests: string): string[] {
  let files: string[] = [];
  const gone: string[] = [];
  for (const [, file, title] of tests.matchAll(/`([^`]+(?:\.ts|\.lua))`|\*([^*]+)\*/g)) {
    if (file !== undefined) {
      files = filesOf(file);
      if (files.length === 0) gone.push(file);
    }
    for (const part of title?.split('…').filter((text) => text.trim() !== '') ?? []) {
      const holds = (path: string) => readFileSync(join(root, path), 'utf8').includes(part.trim());
      if (!files.some(holds)) gone.push(part);
    }
  }
  return gone;
}

describe('the rules of the gateway', () => {
  it('are many', () => {
    expect(rows.length).toBeGreaterThan(150);
  });

  it('are told with tests that exist between the tables, too', () => {
    const named = page.matchAll(/`[\w/.-]+(?:\.spec\.ts|_spec\.lua)`(?:,? \*[^*\n]+\*)*/g);
    expect([...named].flatMap(([text]) => missing(text))).toEqual([]);
  });

  it.each(rows)('$rule: each has a test that exists', ({ tests }) => {
    expect(tests).toMatch(/`[^`]+(\.spec\.ts|_spec\.lua)`/);
    expect(missing(tests)).toEqual([]);
  });
});
