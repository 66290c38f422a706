import { BUCKETS, percentile, percentiles } from './percentiles.ts';

const histogram = (counts: Record<number, number>) =>
  Array.from({ length: BUCKETS }, (_, i) => counts[i] ?? 0);

describe('percentiles of a histogram', () => {
  it.each([
    ['one bucket: half way through it', { 3: 100 }, 0.5, 7.5],
    ['the first bucket begins at zero', { 0: 10 }, 0.5, 0.5],
    ['the rank falls on the edge of a bucket', { 0: 50, 1: 50 }, 0.5, 1],
    ['the tail', { 0: 98, 6: 2 }, 0.99, 75],
    ['beyond the last bound', { 13: 5 }, 0.5, 10_000],
  ])('%s', (_, counts, share, expected) => {
    expect(percentile(histogram(counts), share)).toBe(expected);
  });

  it('says nothing about no requests', () => {
    expect(percentiles(histogram({}))).toEqual({});
  });

  it('never orders p50, p95 and p99 otherwise', () => {
    for (let seed = 1; seed < 200; seed += 1) {
      const {
        p50_ms = 0,
        p95_ms = 0,
        p99_ms = 0,
      } = percentiles(Array.from({ length: BUCKETS }, (_, i) => (seed * 7919 * (i + 3)) % 13));
      expect(p50_ms <= p95_ms && p95_ms <= p99_ms).toBe(true);
    }
  });
});
