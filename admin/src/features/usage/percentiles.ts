import { LATENCY_BOUNDS_MS } from '@aegis/contracts';

/** One bucket per bound and one for everything above. */
export const BUCKETS = LATENCY_BOUNDS_MS.length + 1;

/**
 * The latency in milliseconds that a share of requests stayed below, straight lines assumed inside a bucket. What
 * is above the last bound is known no better than that bound. Nothing without requests.
 */
export function percentile(histogram: readonly number[], share: number): number | undefined {
  const total = histogram.reduce((sum, count) => sum + count, 0);
  if (total === 0) return undefined;
  const rank = share * total;
  let below = 0;
  for (const [bucket, count] of histogram.entries()) {
    if (count > 0 && below + count >= rank) return withinBucket(bucket, (rank - below) / count);
    below += count;
  }
  return LATENCY_BOUNDS_MS.at(-1);
}

function withinBucket(bucket: number, share: number): number {
  const from = bucket === 0 ? 0 : (LATENCY_BOUNDS_MS[bucket - 1] ?? 0);
  const to = LATENCY_BOUNDS_MS[bucket] ?? from;
  return Math.round((from + (to - from) * share) * 100) / 100;
}

/** The three that every answer shows; absent without requests. */
export function percentiles(histogram: readonly number[]): {
  p50_ms?: number;
  p95_ms?: number;
  p99_ms?: number;
} {
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => percentile(histogram, share));
  return {
    ...(p50 !== undefined && { p50_ms: p50 }),
    ...(p95 !== undefined && { p95_ms: p95 }),
    ...(p99 !== undefined && { p99_ms: p99 }),
  };
}
