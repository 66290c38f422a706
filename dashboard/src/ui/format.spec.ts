import { formatAgo, formatBytes, formatMilliseconds, formatPeriod, formatShare } from './format.ts';

describe('formatMilliseconds', () => {
  it.each([
    [0.44, '0.4 ms'],
    [38, '38 ms'],
    [1_540, '1.5 s'],
    [61_000, '61 s'],
  ])('%p', (value, expected) => expect(formatMilliseconds(value)).toBe(expected));
});

describe('formatBytes', () => {
  it.each([
    [0, '0 B'],
    [1_023, '1,023 B'],
    [1_536, '1.5 KiB'],
    [250 * 1024 ** 2, '250 MiB'],
  ])('%p', (value, expected) => expect(formatBytes(value)).toBe(expected));
});

describe('formatAgo', () => {
  const now = Date.parse('2026-01-10T12:00:00Z');
  it.each([
    ['2026-01-10T11:59:58Z', 'now'],
    ['2026-01-10T11:59:20Z', '40 seconds ago'],
    ['2026-01-10T11:57:00Z', '3 minutes ago'],
    ['2026-01-12T12:00:00Z', 'in 2 days'],
  ])('%p', (at, expected) => expect(formatAgo(at, now)).toBe(expected));
});

describe('formatPeriod', () => {
  it.each([
    [60_000, 'minute'],
    [90_000, '90 seconds'],
    [86_400_000, 'day'],
    [1_500, '1,500 milliseconds'],
  ])('%p', (value, expected) => expect(formatPeriod(value)).toBe(expected));
});

describe('formatShare', () => {
  it('has no share of nothing', () => expect(formatShare(0, 0)).toBe('0%'));
  it('keeps two digits', () => expect(formatShare(1, 3)).toBe('33.33%'));
});
