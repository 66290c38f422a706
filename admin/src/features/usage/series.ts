import type { UsagePoint, usageSeries } from '@aegis/contracts';
import { Injectable } from '@nestjs/common';
import type { CustomerContext } from '../../platform/context.ts';
import { Database } from '../../platform/database/database.ts';
import type { Answer, Call } from '../../platform/http/call.ts';
import { Problem } from '../../platform/http/problem.ts';
import { filtersOf } from './filters.ts';
import { joined, type SumRow, sums, totalOf } from './usage-reads.ts';

type Query = Call<typeof usageSeries>['query'];
type Step = Query['step'];

const lengths = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const satisfies Record<Step, number>;
const MAX_POINTS = 1_500;

const tables = {
  minute: { name: 'usage_minutes', at: 'minute' },
  hour: { name: 'usage_hours_by_route', at: 'hour' },
  day: { name: 'usage_hours_by_route', at: 'hour' },
} as const;

/** The starts of the intervals from `from` (its interval included) until before `to`. @throws Problem invalid_input */
export function intervals(from: Date, to: Date, step: Step): Date[] {
  if (to <= from) throw Problem.invalid('/to', 'must be after from');
  const length = lengths[step];
  const first = Math.floor(from.getTime() / length) * length;
  const count = Math.ceil((to.getTime() - first) / length);
  if (count > MAX_POINTS) {
    throw Problem.invalid('/step', `makes ${count} points, more than ${MAX_POINTS}; take a longer one`);
  }
  return Array.from({ length: count }, (_, i) => new Date(first + i * length));
}

/** Requests, errors and latency over time; an interval without traffic is a zero, not a hole. */
@Injectable()
export class UsageSeries {
  constructor(private readonly database: Database) {}

  async read(ctx: CustomerContext, query: Query): Promise<Answer<typeof usageSeries>> {
    const starts = intervals(new Date(query.from), new Date(query.to), query.step);
    const { name, at } = tables[query.step];
    const filters = filtersOf(ctx, query, 3);
    const rows = await this.database.asCustomer(ctx, (tx) =>
      tx.query<(SumRow & { at: string })[]>(
        `SELECT (extract(epoch FROM date_trunc($1, ${at}, 'UTC')) * 1000)::bigint AS at, ${sums}
         FROM ${name} WHERE ${at} >= $2 AND ${at} < $3 AND ${filters.sql} GROUP BY 1`,
        [query.step, starts[0], query.to, ...filters.values],
      ),
    );
    const byStart = new Map(rows.map((row) => [Number(row.at), row]));
    const points = starts.map(
      (start): UsagePoint => ({ at: start.toISOString(), ...totalOf(byStart.get(start.getTime()) ?? {}) }),
    );
    return { points, total: joined(rows) };
  }
}
