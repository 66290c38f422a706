/** Numbers and times in the reader's own way of writing them. */

const number = new Intl.NumberFormat();
const compact = new Intl.NumberFormat(undefined, { notation: 'compact', maximumFractionDigits: 1 });
const percent = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 2 });
const moment = new Intl.DateTimeFormat(undefined, {
  dateStyle: 'medium',
  timeStyle: 'medium',
});
const momentWithZone = new Intl.DateTimeFormat(undefined, {
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZoneName: 'short',
});
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });

export const formatNumber = (value: number): string => number.format(value);
export const formatCompact = (value: number): string => compact.format(value);
export const formatMoment = (text: string): string => moment.format(new Date(text));
export const formatMomentWithZone = (text: string): string => momentWithZone.format(new Date(text));
export const formatDay = (text: string): string => day.format(new Date(text));

/** Share of a whole; nothing of nothing is zero. */
export const formatShare = (part: number, whole: number): string =>
  percent.format(whole === 0 ? 0 : part / whole);

/** Milliseconds up to a second, seconds above. */
export function formatMilliseconds(value: number): string {
  if (value >= 10_000) return `${number.format(Math.round(value / 1000))} s`;
  if (value >= 1_000) return `${number.format(Math.round(value / 100) / 10)} s`;
  return `${number.format(value >= 10 ? Math.round(value) : Math.round(value * 10) / 10)} ms`;
}

/** Binary units, as memory and bodies are counted. */
export function formatBytes(value: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  const power = value < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(value) / 10));
  const scaled = value / 1024 ** power;
  return `${number.format(scaled >= 100 || power === 0 ? Math.round(scaled) : Math.round(scaled * 10) / 10)} ${units[power]}`;
}

const steps: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** "3 minutes ago", "in 2 days". */
export function formatAgo(text: string, now = Date.now()): string {
  const seconds = Math.round((new Date(text).getTime() - now) / 1000);
  const step = steps.find(([, size]) => Math.abs(seconds) >= size);
  if (step) return relative.format(Math.trunc(seconds / step[1]), step[0]);
  return Math.abs(seconds) < 10 ? relative.format(0, 'second') : relative.format(seconds, 'second');
}

/** A period as a person would say it: "minute", "15 minutes", "hour". */
export function formatPeriod(milliseconds: number): string {
  const units: readonly [string, number][] = [
    ['day', 86_400_000],
    ['hour', 3_600_000],
    ['minute', 60_000],
    ['second', 1_000],
  ];
  const [name, size] = units.find(([, one]) => milliseconds % one === 0) ?? ['millisecond', 1];
  const count = milliseconds / size;
  return count === 1 ? name : `${number.format(count)} ${name}s`;
}
