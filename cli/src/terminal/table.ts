import { stripVTControlCharacters } from 'node:util';
import { styled } from './printable.ts';

const segments = new Intl.Segmenter();
const widthOf = (text: string): number => [...segments.segment(stripVTControlCharacters(text))].length;
const pad = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - widthOf(text)));

/** Aligned columns with a header; the last column is not padded, so nothing trails. */
export function table(headers: string[], rows: string[][]): string {
  const widths = headers.map((header, column) =>
    Math.max(widthOf(header), ...rows.map((row) => widthOf(row[column] ?? ''))),
  );
  const line = (cells: string[]) =>
    cells
      .map((text, column) => (column === cells.length - 1 ? text : pad(text, widths[column] ?? 0)))
      .join('  ');
  return [styled('bold', line(headers)), ...rows.map(line)].join('\n');
}

/** Names in a column, values beside them. */
export function fields(entries: [name: string, value: string][]): string {
  const width = Math.max(...entries.map(([name]) => widthOf(name)));
  return entries.map(([name, value]) => `${styled('dim', pad(name, width))}  ${value}`).join('\n');
}
