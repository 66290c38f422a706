import type { UsageBatch, UsageRow } from '@aegis/contracts';
import { fold } from './fold.ts';

const app = '0191b3a0-0000-7000-8000-000000000001';
const row = (change: Partial<UsageRow> = {}): UsageRow => ({
  app_id: app,
  environment: 'production',
  tenant: '',
  key_id: '',
  route_id: 'r',
  status_class: 2,
  requests: 1,
  refused: 0,
  bytes_in: 10,
  bytes_out: 100,
  latency_ms: 5,
  histogram: [1, ...Array<number>(13).fill(0)],
  ...change,
});
const batch = (rows: UsageRow[], from = 3_600 * 100 + 61): UsageBatch => ({
  gateway: 'g',
  boot: 'b',
  worker: 0,
  sequence: 1,
  from,
  to: from + 1,
  rows,
});

describe('fold', () => {
  it('sums what backends reported, by unit, caller and route', () => {
    const { units } = fold([
      batch([row({ units: { tokens: 3, rows: 1 } }), row({ status_class: 4, units: { tokens: 4 } })]),
      batch([row({ tenant: 'acme', units: { tokens: 5 } }), row()]),
    ]);
    expect(units.map(({ unit, tenant, amount, at }) => [unit, tenant, amount, at])).toEqual([
      ['tokens', '', 7, 360_000],
      ['rows', '', 1, 360_000],
      ['tokens', 'acme', 5, 360_000],
    ]);
  });

  it('sums rows of one key over batches, and counts 4xx and 5xx as errors', () => {
    const { minutes, routes } = fold([
      batch([row(), row({ status_class: 4, requests: 3, refused: 2 })]),
      batch([row({ status_class: 5, requests: 4 })]),
    ]);
    expect(minutes).toHaveLength(1);
    expect(minutes[0]).toMatchObject({
      at: 360_060,
      requests: 8,
      errors: 7,
      refused: 2,
      bytes_in: 30,
      latency_ms: 15,
    });
    expect(minutes[0]?.histogram[0]).toBe(3);
    expect(routes.map(({ part, requests }) => [part[1], requests])).toEqual([
      ['2', 1],
      ['4', 3],
      ['5', 4],
    ]);
    expect(routes.every(({ at }) => at === 360_000)).toBe(true);
  });

  it('never mixes two callers, whatever their names are', () => {
    const { callers } = fold([
      batch([
        row({ tenant: 'a', key_id: 'b c' }),
        row({ tenant: 'a b', key_id: 'c' }),
        row({ tenant: 'a', key_id: 'b c' }),
      ]),
    ]);
    expect(callers.map(({ part, requests }) => [...part, requests])).toEqual([
      ['a', 'b c', 2],
      ['a b', 'c', 1],
    ]);
  });

  it('keeps the newest use of each key, and takes no id that is none', () => {
    const key = '0191b3a0-0000-7000-8000-00000000000a';
    const { keyUses } = fold([
      batch([row({ key_id: key })], 5_000),
      batch([row({ key_id: key })], 4_000),
      batch([row({ key_id: "'); drop" })]),
    ]);
    expect([...keyUses]).toEqual([[key, { app_id: app, at: 5_001 }]]);
  });
});
