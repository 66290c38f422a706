import { z } from 'zod';
import { Environment } from './vocabulary.ts';

/** Upper bounds of the latency histogram in milliseconds; one more bucket holds everything above. */
export const LATENCY_BOUNDS_MS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000] as const;

/** Name of what a backend reports, such as tokens. */
export const UnitName = z.string().regex(/^[a-z][a-z0-9_]{0,62}$/, 'lower-case letters, digits and _');

/**
 * One counter row. Empty text: no tenant, key or route was known. `refused` counts the gateway's own answers
 * (they are part of `requests`). `units` is what backends reported of themselves. `latency_ms` is the sum; `histogram` has `LATENCY_BOUNDS_MS.length + 1` counts.
 */
export const UsageRow = z.strictObject({
  app_id: z.uuid(),
  environment: Environment,
  tenant: z.string(),
  key_id: z.string(),
  route_id: z.string(),
  status_class: z.int().min(1).max(5),
  requests: z.int().nonnegative(),
  refused: z.int().nonnegative(),
  bytes_in: z.int().nonnegative(),
  bytes_out: z.int().nonnegative(),
  latency_ms: z.int().nonnegative(),
  units: z.record(UnitName, z.int().nonnegative()).optional(),
  histogram: z.array(z.int().nonnegative()).length(LATENCY_BOUNDS_MS.length + 1),
});
export type UsageRow = z.infer<typeof UsageRow>;

/**
 * What one worker counted since its last batch. (gateway, boot, worker, sequence) identifies it: the admin stores
 * a batch once, however often it is delivered. Entry of the usage stream: field `batch` holds this as JSON.
 */
export const UsageBatch = z.strictObject({
  gateway: z.string(),
  boot: z.string(),
  worker: z.int(),
  sequence: z.int().positive(),
  /** Seconds since 1970. Rows belong to the hour of `from`; a batch never crosses the hour. */
  from: z.int(),
  to: z.int(),
  rows: z.array(UsageRow),
});
export type UsageBatch = z.infer<typeof UsageBatch>;
