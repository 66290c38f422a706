import type { usageUnits } from '@aegis/contracts';
import { Injectable } from '@nestjs/common';
import type { CustomerContext } from '../../platform/context.ts';
import { Database } from '../../platform/database/database.ts';
import type { Answer, Call } from '../../platform/http/call.ts';
import { Problem } from '../../platform/http/problem.ts';
import { filtersOf } from './filters.ts';
import { labelOf, namesOf } from './labels.ts';

type Query = Call<typeof usageUnits>['query'];

/** What tells items apart, as SQL. */
const columns: Record<Query['by'], string> = {
  unit: "''",
  app: 'app_id::text',
  environment: 'environment',
  route: 'route_id',
  key: 'key_id',
  tenant: 'tenant',
};

/** Units that backends reported in some hours. */
@Injectable()
export class UsageUnits {
  constructor(private readonly database: Database) {}

  async read(ctx: CustomerContext, query: Query): Promise<Answer<typeof usageUnits>> {
    if (new Date(query.to) <= new Date(query.from)) throw Problem.invalid('/to', 'must be after from');
    const filters = filtersOf(ctx, query, 4);
    return this.database.asCustomer(ctx, async (tx) => {
      const rows = await tx.query<{ unit: string; value: string; amount: string }[]>(
        `SELECT unit, ${columns[query.by]} AS value, sum(amount) AS amount FROM usage_units_by_hour
         WHERE hour >= date_trunc('hour', $1::timestamptz, 'UTC') AND hour < $2
           AND ($3::text IS NULL OR unit = $3) AND ${filters.sql}
         GROUP BY 1, 2 ORDER BY 1, 3 DESC, 2 LIMIT $4`,
        [query.from, query.to, query.unit ?? null, query.limit, ...filters.values],
      );
      const names = await namesOf(
        tx,
        query.by,
        rows.map(({ value }) => value),
      );
      return {
        items: rows.map(({ unit, value, amount }) => ({
          unit,
          value,
          label: query.by === 'unit' ? unit : labelOf(names, value),
          amount: Number(amount),
        })),
      };
    });
  }
}
