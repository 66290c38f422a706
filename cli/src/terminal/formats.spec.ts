import { stripVTControlCharacters } from 'node:util';
import { parse } from 'yaml';
import { formatList } from './formats.ts';

const items = [
  { slug: 'a', name: 'Ä \u001b[31mred' },
  { slug: 'longer', name: 'B' },
];
const columns = {
  slug: (item: (typeof items)[number]) => item.slug,
  name: (item: (typeof items)[number]) => item.name,
};
const formatted = (format: 'table' | 'json' | 'yaml' | 'name') =>
  formatList(format, items, columns, { items });

describe('forms of a list', () => {
  it('table: aligned, and safe for the terminal', () => {
    expect(stripVTControlCharacters(formatted('table')).split('\n')).toEqual([
      'slug    name',
      'a       Ä \\u{1b}[31mred',
      'longer  B',
    ]);
  });
  it('json and yaml: whole', () => {
    expect(JSON.parse(formatted('json'))).toEqual({ items });
    expect(parse(formatted('yaml'))).toEqual({ items });
  });
  it('name: one per line, for loops in a shell', () => expect(formatted('name')).toBe('a\nlonger'));
});
