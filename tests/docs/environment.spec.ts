import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const read = (path: string) => readFileSync(join(import.meta.dirname, '../..', path), 'utf8');
const page = read('docs/operations/deployment.md');

/** Names that a reader of the environment takes, from its source. */
const namesIn = (source: string) =>
  [...read(source).matchAll(/^ {2,4}([A-Z][A-Z_]+): /gm)].map(([, name]) => name);

describe('the page on deployment', () => {
  it.each(['admin/src/platform/env/env.ts', 'nginx/agent/src/env.ts'])(
    'names every variable of %s',
    (source) => {
      const names = namesIn(source);
      expect(names).toContain('REDIS_URL');
      expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
    },
  );
});
