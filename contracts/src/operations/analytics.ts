import { z } from 'zod';
import { customerAccess, Id, Moment, operation } from '../operation.ts';
import { UnitName } from '../usage.ts';
import { Environment, ExternalId } from '../vocabulary.ts';

/** Usage as numbers over time. All of it reads the rollups that invoices will read too. */

export const UsagePoint = z.strictObject({
  /** Start of the interval. */
  at: Moment,
  requests: z.int(),
  /** Answers of 400 and above. */
  errors: z.int(),
  /** Answered by the gateway itself. */
  refused: z.int(),
  bytes_in: z.int(),
  bytes_out: z.int(),
  /** Milliseconds, from the histogram. Absent without requests. */
  p50_ms: z.number().optional(),
  p95_ms: z.number().optional(),
  p99_ms: z.number().optional(),
});
export type UsagePoint = z.infer<typeof UsagePoint>;

const range = {
  from: Moment,
  to: Moment,
  app_id: Id.optional(),
  environment: Environment.optional(),
};

export const usageSeries = operation({
  id: 'usage.series',
  method: 'GET',
  path: '/analytics/series',
  summary: 'Requests, errors and latency over time; intervals without traffic are zero',
  description:
    'Minutes are kept for two days, hours for as long as the platform keeps usage. At most 1,500 points.',
  access: customerAccess('usage', 'read'),
  query: z.strictObject({ ...range, step: z.enum(['minute', 'hour', 'day']) }),
  response: z.strictObject({ points: z.array(UsagePoint), total: UsagePoint.omit({ at: true }) }),
});

export const usageBreakdown = operation({
  id: 'usage.breakdown',
  method: 'GET',
  path: '/analytics/breakdown',
  summary: 'Who and what caused the traffic',
  access: customerAccess('usage', 'read'),
  query: z.strictObject({
    ...range,
    by: z.enum(['app', 'environment', 'route', 'key', 'tenant', 'status']),
    /** Only what this tenant caused; with `by` key or tenant. */
    tenant: ExternalId.optional(),
    limit: z.coerce.number().int().min(1).max(100).default(10),
  }),
  response: z.strictObject({
    items: z.array(
      z.strictObject({
        /** Id, external id or status class; empty text for "none". */
        value: z.string(),
        label: z.string(),
        requests: z.int(),
        errors: z.int(),
      }),
    ),
  }),
});

export const usageUnits = operation({
  id: 'usage.units',
  method: 'GET',
  path: '/analytics/units',
  summary: 'Units that backends reported, as the plugin meter counted them',
  access: customerAccess('usage', 'read'),
  query: z.strictObject({
    ...range,
    unit: UnitName.optional(),
    by: z.enum(['unit', 'app', 'environment', 'route', 'key', 'tenant']).default('unit'),
    limit: z.coerce.number().int().min(1).max(100).default(10),
  }),
  response: z.strictObject({
    /** Largest first within a unit. */
    items: z.array(
      z.strictObject({
        unit: z.string(),
        /** Id or external id; empty text for "none", and where units alone are told apart. */
        value: z.string(),
        label: z.string(),
        amount: z.int(),
      }),
    ),
  }),
});

export const dashboard = operation({
  id: 'usage.dashboard',
  method: 'GET',
  path: '/dashboard',
  summary: 'The company at a glance: the last 24 hours against the 24 before',
  access: customerAccess('usage', 'read'),
  response: z.strictObject({
    apps: z.int(),
    active_keys: z.int(),
    today: UsagePoint.omit({ at: true }),
    before: UsagePoint.omit({ at: true }),
    /** What needs somebody's eyes. */
    attention: z.array(
      z.strictObject({
        kind: z.enum(['no_app', 'no_upstream', 'no_traffic', 'errors', 'key_expiring', 'revision_refused']),
        app_id: Id.optional(),
        text: z.string(),
      }),
    ),
  }),
});

export const analyticsOperations = { usageSeries, usageBreakdown, usageUnits, dashboard };
