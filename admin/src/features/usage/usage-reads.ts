import type { UsagePoint } from '@aegis/contracts';
import { BUCKETS, percentiles } from './percentiles.ts';

/** Sums as SQL gives them: bigint as text, null without rows. */
export type SumRow = Record<string, string | null>;

const names = ['requests', 'errors', 'refused', 'bytes_in', 'bytes_out'] as const;
const buckets = Array.from({ length: BUCKETS }, (_, i) => `h${i}`);

/** The sums of a rollup's rows, to select with. */
export const sums = [...names, ...buckets].map((name) => `sum(${name}) AS ${name}`).join(', ');

export type Total = Omit<UsagePoint, 'at'>;

export const histogramOf = (row: SumRow): number[] => buckets.map((bucket) => Number(row[bucket] ?? 0));

export function totalOf(row: SumRow): Total {
  const [requests = 0, errors = 0, refused = 0, bytes_in = 0, bytes_out = 0] = names.map((name) =>
    Number(row[name] ?? 0),
  );
  return { requests, errors, refused, bytes_in, bytes_out, ...percentiles(histogramOf(row)) };
}

/** Several sums as one. */
export function joined(rows: readonly SumRow[]): Total {
  const sum = Object.fromEntries(
    [...names, ...buckets].map((name) => [
      name,
      String(rows.reduce((total, row) => total + Number(row[name] ?? 0), 0)),
    ]),
  );
  return totalOf(sum);
}
