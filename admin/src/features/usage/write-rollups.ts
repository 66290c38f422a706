import type { Tx } from '../../platform/database/database.ts';
import { numbers, texts } from './columns.ts';
import type { Counts, Folded, Rollup, Units } from './fold.ts';
import { BUCKETS } from './percentiles.ts';

const buckets = Array.from({ length: BUCKETS }, (_, i) => `h${i}`);
const plain = ['requests', 'errors', 'refused', 'bytes_in', 'bytes_out'] as const;

interface Table {
  name: string;
  /** Column of the moment. */
  at: string;
  /** Columns of `Rollup.part`, with their types. */
  parts: readonly [name: string, type: string][];
  latency: boolean;
}

const tables = {
  minutes: { name: 'usage_minutes', at: 'minute', parts: [], latency: true },
  callers: {
    name: 'usage_hours_by_caller',
    at: 'hour',
    parts: [
      ['tenant', 'text'],
      ['key_id', 'text'],
    ],
    latency: false,
  },
  routes: {
    name: 'usage_hours_by_route',
    at: 'hour',
    parts: [
      ['route_id', 'text'],
      ['status_class', 'smallint'],
    ],
    latency: true,
  },
} as const satisfies Record<string, Table>;

/** Rows of apps that are not ours (a gateway of another platform, a row long gone) have no customer and fall away. */
function statementOf({ name, at, parts, latency }: Table): string {
  const partNames = parts.map(([part]) => part);
  const counts = [...plain, ...(latency ? ['latency_ms', ...buckets] : [])];
  const input = ['app_id', 'environment', 'at', ...partNames, ...counts];
  const types = ['uuid', 'text', 'bigint', ...parts.map(([, type]) => type), ...counts.map(() => 'bigint')];
  return `
    INSERT INTO ${name} AS stored (app_id, environment, ${at}, customer_id, ${[...partNames, ...counts].join(', ')})
      SELECT u.app_id, u.environment, to_timestamp(u.at), a.customer_id,
        ${[...partNames, ...counts].map((column) => `u.${column}`).join(', ')}
      FROM unnest(${types.map((type, i) => `$${i + 1}::${type}[]`).join(', ')}) AS u (${input.join(', ')})
      JOIN apps a ON a.id = u.app_id
    ON CONFLICT (app_id, environment, ${[at, ...partNames].join(', ')}) DO UPDATE
      SET ${counts.map((count) => `${count} = stored.${count} + EXCLUDED.${count}`).join(', ')}`;
}

function valuesOf(rows: readonly Rollup[], { parts, latency }: Table): string[] {
  const count = (name: Exclude<keyof Counts, 'histogram'>) => numbers(rows.map((row) => row[name]));
  return [
    texts(rows.map(({ app_id }) => app_id)),
    texts(rows.map(({ environment }) => environment)),
    numbers(rows.map(({ at }) => at)),
    ...parts.map((_, i) => texts(rows.map(({ part }) => part[i] ?? ''))),
    ...plain.map(count),
    ...(latency
      ? [count('latency_ms'), ...buckets.map((_, i) => numbers(rows.map((row) => row.histogram[i] ?? 0)))]
      : []),
  ];
}

const statements = Object.fromEntries(
  Object.entries(tables).map(([key, table]) => [key, statementOf(table)]),
) as Record<keyof typeof tables, string>;

const writeUnits = `
  INSERT INTO usage_units_by_hour AS stored
      (app_id, environment, hour, customer_id, unit, tenant, key_id, route_id, amount)
    SELECT u.app_id, u.environment, to_timestamp(u.at), a.customer_id, u.unit, u.tenant, u.key_id, u.route_id, u.amount
    FROM unnest($1::uuid[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[])
      AS u (app_id, environment, at, unit, tenant, key_id, route_id, amount)
    JOIN apps a ON a.id = u.app_id
  ON CONFLICT (app_id, environment, hour, unit, tenant, key_id, route_id)
    DO UPDATE SET amount = stored.amount + EXCLUDED.amount`;

const unitValues = (units: readonly Units[]): string[] => [
  texts(units.map(({ app_id }) => app_id)),
  texts(units.map(({ environment }) => environment)),
  numbers(units.map(({ at }) => at)),
  texts(units.map(({ unit }) => unit)),
  texts(units.map(({ tenant }) => tenant)),
  texts(units.map(({ key_id }) => key_id)),
  texts(units.map(({ route_id }) => route_id)),
  numbers(units.map(({ amount }) => amount)),
];

/** At most this much staler than the truth; keys in steady use are not written with every batch. */
const KEY_USE_SECONDS = 30;

const writeKeyUses = `
  INSERT INTO key_uses AS stored (key_id, customer_id, last_used_at)
    SELECT u.key_id, a.customer_id, to_timestamp(u.at)
    FROM unnest($1::uuid[], $2::uuid[], $3::bigint[]) AS u (key_id, app_id, at) JOIN apps a ON a.id = u.app_id
  ON CONFLICT (key_id) DO UPDATE SET last_used_at = EXCLUDED.last_used_at
    WHERE stored.last_used_at < EXCLUDED.last_used_at - interval '${KEY_USE_SECONDS} seconds'`;

const writeFirstRequests = `
  INSERT INTO first_requests (app_id, environment, customer_id, at)
    SELECT u.app_id, u.environment, a.customer_id, to_timestamp(u.at)
    FROM unnest($1::uuid[], $2::text[], $3::bigint[]) AS u (app_id, environment, at) JOIN apps a ON a.id = u.app_id
  ON CONFLICT DO NOTHING`;

/** Adds folded batches to the rollups, inside the transaction that stores the batches. */
export async function writeRollups(tx: Tx, folded: Folded): Promise<void> {
  for (const key of ['minutes', 'callers', 'routes'] as const) {
    if (folded[key].length > 0) await tx.query(statements[key], valuesOf(folded[key], tables[key]));
  }
  if (folded.units.length > 0) await tx.query(writeUnits, unitValues(folded.units));
  const uses = [...folded.keyUses];
  if (uses.length > 0) {
    await tx.query(writeKeyUses, [
      texts(uses.map(([id]) => id)),
      texts(uses.map(([, { app_id }]) => app_id)),
      numbers(uses.map(([, { at }]) => at)),
    ]);
  }
  await tx.query(writeFirstRequests, [
    texts(folded.minutes.map(({ app_id }) => app_id)),
    texts(folded.minutes.map(({ environment }) => environment)),
    numbers(folded.minutes.map(({ at }) => at)),
  ]);
}
