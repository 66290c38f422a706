import { stringify } from 'yaml';
import { cell } from './printable.ts';
import { table } from './table.ts';

export const formats = ['table', 'json', 'yaml', 'name'] as const;
export type Format = (typeof formats)[number];

/** Headers with how to read each cell of an item. The first column is what `--output name` prints. */
export type Columns<T> = Record<string, (item: T) => unknown>;

/** A list as text in one of the formats; `whole` is what the machine-readable ones hold. */
export function formatList<T>(format: Format, items: T[], columns: Columns<T>, whole: unknown): string {
  if (format === 'json') return JSON.stringify(whole, null, 2);
  if (format === 'yaml') return stringify(whole).trimEnd();
  const readers = Object.values(columns);
  if (format === 'name') return items.map((item) => cell(readers[0]?.(item))).join('\n');
  const rows = items.map((item) => readers.map((read) => cell(read(item))));
  return table(Object.keys(columns), rows);
}
