import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

/** Style for standard output: plain in pipes and with NO_COLOR. */
export const styled = (style: Style, text: string): string => styleText(style, text);

/** The same for standard error. */
export const styledError = (style: Style, text: string): string =>
  styleText(style, text, { stream: process.stderr });

/**
 * Text of somebody else, safe for a terminal: an escape sequence in a customer's name must not move an
 * operator's cursor, and a bidirectional override must not turn it around.
 */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cs}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, (character) =>
    character === '\t' ? ' ' : `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
}

/** One cell or field: absent values are a dash. */
export function cell(value: unknown): string {
  if (value === undefined || value === null || value === '') return '–';
  if (typeof value === 'string') return printable(value);
  if (Array.isArray(value)) return value.length === 0 ? '–' : value.map(cell).join(', ');
  return typeof value === 'object' ? printable(JSON.stringify(value)) : String(value);
}

/** A moment in the reader's own zone, to the second. */
export function when(moment: string | undefined): string {
  if (moment === undefined) return '–';
  const date = new Date(moment);
  const pad = (part: number) => String(part).padStart(2, '0');
  const day = [date.getFullYear(), pad(date.getMonth() + 1), pad(date.getDate())].join('-');
  return `${day} ${[date.getHours(), date.getMinutes(), date.getSeconds()].map(pad).join(':')}`;
}

export function bytes(amount: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  const power = amount < 1 ? 0 : Math.min(Math.floor(Math.log2(amount) / 10), units.length - 1);
  return `${(amount / 1024 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`;
}
