/** A value with the bounds between which it lies in 95 of 100 repetitions. */
export interface Estimate {
  value: number;
  low: number;
  high: number;
}

/** A claim needs an interval within ± 5 % of its value. */
export const RESOLUTION = 0.05;
const RESAMPLES = 4_000;

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** Median with its 95 % bootstrap interval; the resampling is seeded, so equal samples give equal answers. */
export function estimate(samples: readonly number[]): Estimate {
  const random = generator(samples.length);
  const medians = Array.from({ length: RESAMPLES }, () =>
    median(samples.map(() => samples[Math.floor(random() * samples.length)] ?? Number.NaN)),
  ).sort((a, b) => a - b);
  return {
    value: median(samples),
    low: medians[Math.floor(RESAMPLES * 0.025)] ?? Number.NaN,
    high: medians[Math.ceil(RESAMPLES * 0.975) - 1] ?? Number.NaN,
  };
}

/** Of a value that was counted or measured once. */
export const exactly = (value: number): Estimate => ({ value, low: value, high: value });

/** The value that so many per cent of all do not exceed (nearest rank). */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN;
}

/** Of each round the quotient, so that what slows a whole round down does not count. */
export function pairedRatio(subject: readonly number[], reference: readonly number[]): Estimate {
  return estimate(subject.map((value, round) => value / (reference[round] ?? Number.NaN)));
}

/** Of each round the difference, subject less reference. */
export function pairedDifference(subject: readonly number[], reference: readonly number[]): Estimate {
  return estimate(subject.map((value, round) => value - (reference[round] ?? Number.NaN)));
}

export function isResolved({ value, low, high }: Estimate): boolean {
  return high - value <= value * RESOLUTION && value - low <= value * RESOLUTION;
}

/** mulberry32 */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
