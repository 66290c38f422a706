import { type Estimate, isResolved } from '../measure/statistics.ts';
import { ratioText } from './cells.ts';
import type { Finding } from './model.ts';

interface SpeedPromise {
  text: string;
  unit: 'ratio' | 'ms' | 'count' | 'rows/s';
  bound: 'at most' | 'at least';
  promised: number;
  goal?: number;
}

/** What Aegis promises of its speed, as far as this benchmark measures it. */
export const promises = {
  key_limit_usage: {
    text: 'API key, synced limit and usage: CPU per request / nginx at the same rate',
    unit: 'ratio',
    bound: 'at most',
    promised: 1.4,
    goal: 1.25,
  },
  known_token: {
    text: 'JWT seen before, grants, token bucket, quota and usage: CPU per request / nginx at the same rate',
    unit: 'ratio',
    bound: 'at most',
    promised: 1.5,
    goal: 1.35,
  },
  new_token: {
    text: 'JWT seen for the first time: CPU per request / (nginx + bare OpenSSL verification)',
    unit: 'ratio',
    bound: 'at most',
    promised: 1.15,
  },
  added_p50: {
    text: 'Added latency at half of the maximum rate, p50',
    unit: 'ms',
    bound: 'at most',
    promised: 0.1,
  },
  added_p99: {
    text: 'Added latency at half of the maximum rate, p99',
    unit: 'ms',
    bound: 'at most',
    promised: 0.5,
  },
  round_trips: {
    text: 'Exact limits in Redis: round trips per request, three limits',
    unit: 'count',
    bound: 'at most',
    promised: 1,
  },
  many_routes: {
    text: 'A table of 5,000 routes: match / the same with 10 routes',
    unit: 'ratio',
    bound: 'at most',
    promised: 1.1,
  },
  many_apps: {
    text: '10,000 apps, 1,000,000 keys: throughput of a warm set / one app',
    unit: 'ratio',
    bound: 'at least',
    promised: 0.95,
  },
  cold_request: {
    text: '10,000 apps, 1,000,000 keys: first request of an app and a key, p99',
    unit: 'ms',
    bound: 'at most',
    promised: 5,
  },
  start: {
    text: 'Gateway ready after its start',
    unit: 'ms',
    bound: 'at most',
    promised: 1_000,
  },
  change_p50: {
    text: 'A saved change until the last gateway serves it, 10,000 apps, p50',
    unit: 'ms',
    bound: 'at most',
    promised: 50,
  },
  change_p99: {
    text: 'A saved change until the last gateway serves it, 10,000 apps, p99',
    unit: 'ms',
    bound: 'at most',
    promised: 250,
  },
  revocation: {
    text: 'A revoked key until it is refused, under load, p99',
    unit: 'ms',
    bound: 'at most',
    promised: 1_000,
  },
  ingest: {
    text: 'Usage into PostgreSQL',
    unit: 'rows/s',
    bound: 'at least',
    promised: 50_000,
  },
  lists: {
    text: 'Lists of the admin API at 1,000,000 API keys, p95',
    unit: 'ms',
    bound: 'at most',
    promised: 100,
  },
  system_start: {
    text: '`npm start` on an installed tree: first proxied call',
    unit: 'ms',
    bound: 'at most',
    promised: 15_000,
  },
} as const satisfies Record<string, SpeedPromise>;
export type PromiseName = keyof typeof promises;

export type Verdict = 'met, and the goal' | 'met' | 'missed' | 'not resolved here';

/** Whether a promise holds. A wide interval on both sides of the bound tells nothing. */
export function verdictOf({ promise, measured }: Finding): Verdict {
  const { promised, bound, unit, goal }: SpeedPromise = promises[promise];
  const holds = (limit: number) => (bound === 'at most' ? measured.value <= limit : measured.value >= limit);
  const undecided = measured.low < promised && measured.high > promised;
  if (undecided && !(unit === 'ratio' && isResolved(measured))) return 'not resolved here';
  if (!holds(promised)) return 'missed';
  return goal !== undefined && holds(goal) ? 'met, and the goal' : 'met';
}

const texts: Record<SpeedPromise['unit'], (measured: Estimate) => string> = {
  ratio: ratioText,
  ms: ({ value, low, high }) =>
    low < high ? `${amount(value)} ms (${amount(low)} to ${amount(high)})` : `${amount(value)} ms`,
  count: ({ value }) => value.toFixed(2),
  'rows/s': ({ value }) => `${whole(value)} rows/s`,
};
const whole = (value: number) => Math.round(value).toLocaleString('en');
const amount = (milliseconds: number) => milliseconds.toFixed(milliseconds < 10 ? 3 : 0);

/** Promise, promised, goal, measured, verdict. */
export function promiseRow(finding: Finding): string[] {
  const { text, unit, bound, promised, goal }: SpeedPromise = promises[finding.promise];
  const suffix = unit === 'ms' || unit === 'rows/s' ? ` ${unit}` : '';
  const written = (limit: number) =>
    `${bound === 'at most' ? '≤' : '≥'} ${limit.toLocaleString('en')}${suffix}`;
  return [
    finding.of === undefined ? text : `${text} (${finding.of})`,
    written(promised),
    goal === undefined ? '' : written(goal),
    texts[unit](finding.measured),
    verdictOf(finding),
  ];
}
