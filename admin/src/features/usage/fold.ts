import type { UsageBatch, UsageRow } from '@aegis/contracts';
import { BUCKETS } from './percentiles.ts';

/** Sums of counter rows. Without latency where a rollup keeps none. */
export interface Counts {
  requests: number;
  errors: number;
  refused: number;
  bytes_in: number;
  bytes_out: number;
  latency_ms: number;
  histogram: number[];
}

export interface Rollup extends Counts {
  app_id: string;
  environment: string;
  /** Seconds since 1970: start of the minute or hour. */
  at: number;
  /** The rest of the key: tenant and key id, or route id and status class. */
  part: readonly [string, string];
}

/** What backends reported of one unit in an hour. */
export interface Units {
  app_id: string;
  environment: string;
  at: number;
  unit: string;
  tenant: string;
  key_id: string;
  route_id: string;
  amount: number;
}

export interface Folded {
  minutes: Rollup[];
  callers: Rollup[];
  routes: Rollup[];
  units: Units[];
  /** Key id → when it was last used and whose app it belongs to. */
  keyUses: Map<string, { app_id: string; at: number }>;
}

const MINUTE = 60;
const HOUR = 3_600;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const start = (at: number, length: number): number => at - (at % length);

function add(sums: Map<string, Rollup>, row: UsageRow, at: number, part: readonly [string, string]): void {
  // A length before the first free text keeps ("a", "b c") apart from ("a b", "c").
  const key = `${row.app_id} ${row.environment} ${at} ${part[0].length} ${part[0]} ${part[1]}`;
  let sum = sums.get(key);
  if (!sum) {
    sum = { app_id: row.app_id, environment: row.environment, at, part, ...noCounts() };
    sums.set(key, sum);
  }
  sum.requests += row.requests;
  if (row.status_class >= 4) sum.errors += row.requests;
  sum.refused += row.refused;
  sum.bytes_in += row.bytes_in;
  sum.bytes_out += row.bytes_out;
  sum.latency_ms += row.latency_ms;
  for (let i = 0; i < BUCKETS; i += 1) sum.histogram[i] = (sum.histogram[i] ?? 0) + (row.histogram[i] ?? 0);
}

function addUnits(sums: Map<string, Units>, row: UsageRow, at: number): void {
  for (const [unit, amount] of Object.entries(row.units ?? {})) {
    const { app_id, environment, tenant, key_id, route_id } = row;
    const key = `${app_id} ${environment} ${at} ${unit} ${tenant.length} ${tenant} ${key_id} ${route_id}`;
    const sum = sums.get(key);
    if (sum) sum.amount += amount;
    else sums.set(key, { app_id, environment, at, unit, tenant, key_id, route_id, amount });
  }
}

export const noCounts = (): Counts => ({
  requests: 0,
  errors: 0,
  refused: 0,
  bytes_in: 0,
  bytes_out: 0,
  latency_ms: 0,
  histogram: Array<number>(BUCKETS).fill(0),
});

/** What batches add to each rollup: rows of the same key summed first, so that Postgres sees each key once. */
export function fold(batches: readonly UsageBatch[]): Folded {
  const minutes = new Map<string, Rollup>();
  const callers = new Map<string, Rollup>();
  const routes = new Map<string, Rollup>();
  const units = new Map<string, Units>();
  const keyUses: Folded['keyUses'] = new Map();
  for (const { from, to, rows } of batches) {
    const [minute, hour] = [start(from, MINUTE), start(from, HOUR)];
    for (const row of rows) {
      add(minutes, row, minute, ['', '']);
      add(callers, row, hour, [row.tenant, row.key_id]);
      add(routes, row, hour, [row.route_id, String(row.status_class)]);
      addUnits(units, row, hour);
      if (uuid.test(row.key_id) && (keyUses.get(row.key_id)?.at ?? 0) < to) {
        keyUses.set(row.key_id, { app_id: row.app_id, at: to });
      }
    }
  }
  return {
    minutes: [...minutes.values()],
    callers: [...callers.values()],
    routes: [...routes.values()],
    units: [...units.values()],
    keyUses,
  };
}
