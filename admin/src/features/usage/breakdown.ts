import type { usageBreakdown } from '@aegis/contracts';
import { Injectable } from '@nestjs/common';
import type { CustomerContext } from '../../platform/context.ts';
import { Database, type Tx } from '../../platform/database/database.ts';
import type { Answer, Call } from '../../platform/http/call.ts';
import { Problem } from '../../platform/http/problem.ts';
import { filtersOf } from './filters.ts';
import { labelOf, namesOf } from './labels.ts';

type Query = Call<typeof usageBreakdown>['query'];
type By = Query['by'];

interface Source {
  table: 'usage_hours_by_route' | 'usage_hours_by_caller';
  column: string;
}

const sources: Record<By, Source> = {
  app: { table: 'usage_hours_by_route', column: 'app_id' },
  environment: { table: 'usage_hours_by_route', column: 'environment' },
  route: { table: 'usage_hours_by_route', column: 'route_id' },
  status: { table: 'usage_hours_by_route', column: 'status_class' },
  key: { table: 'usage_hours_by_caller', column: 'key_id' },
  tenant: { table: 'usage_hours_by_caller', column: 'tenant' },
};

interface Row {
  value: string;
  requests: string;
  errors: string;
}

const labelsOf = async (tx: Tx, by: By, values: string[]): Promise<Map<string, string>> =>
  by === 'status' ? new Map(values.map((value) => [value, `${value}xx`])) : namesOf(tx, by, values);

/** Who and what caused the traffic of some hours, largest first. */
@Injectable()
export class UsageBreakdown {
  constructor(private readonly database: Database) {}

  async read(ctx: CustomerContext, query: Query): Promise<Answer<typeof usageBreakdown>> {
    if (new Date(query.to) <= new Date(query.from)) throw Problem.invalid('/to', 'must be after from');
    const { table, column } = sources[query.by];
    if (query.tenant !== undefined && table !== 'usage_hours_by_caller')
      throw Problem.invalid('/tenant', 'only with by=key or by=tenant');
    const filters = filtersOf(ctx, query, 3);
    return this.database.asCustomer(ctx, async (tx) => {
      const rows = await tx.query<Row[]>(
        `SELECT ${column}::text AS value, sum(requests) AS requests, sum(errors) AS errors FROM ${table}
         WHERE hour >= date_trunc('hour', $1::timestamptz, 'UTC') AND hour < $2 AND ${filters.sql}
         GROUP BY 1 ORDER BY sum(requests) DESC, 1 LIMIT $3`,
        [query.from, query.to, query.limit, ...filters.values],
      );
      const labels = await labelsOf(
        tx,
        query.by,
        rows.map(({ value }) => value),
      );
      return {
        items: rows.map(({ value, requests, errors }) => ({
          value,
          label: labelOf(labels, value),
          requests: Number(requests),
          errors: Number(errors),
        })),
      };
    });
  }
}
