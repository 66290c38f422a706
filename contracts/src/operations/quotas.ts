import { z } from 'zod';
import { isTimeZone } from '../calendar.ts';
import { customerAccess, Id, Liveness, Moment, operation, page, pageQuery } from '../operation.ts';
import { Environment, QuotaKind, QuotaPeriod, QuotaSubject } from '../vocabulary.ts';
import { appParams, partParams, Reference } from './app-part.ts';

/** How many requests an app, or each of its tenants, may make in a calendar day or month. */

const quotaInput = {
  name: Reference,
  /** Requests in one period. */
  amount: z.int().min(1).max(1_000_000_000_000),
  period: QuotaPeriod.default('month'),
  counted_by: QuotaSubject.default('tenant'),
  kind: QuotaKind.default('hard'),
  /** Whose midnight begins a day or month: a name of the IANA database. */
  time_zone: z
    .string()
    .refine(isTimeZone, 'is no time zone; for example Europe/Vienna or UTC')
    .default('UTC'),
  /** Counts every request of the app. Off: those of tenants whose tier names it. */
  applies_to_app: z.boolean().default(true),
};
export const QuotaBody = z.strictObject(quotaInput);
export const Quota = z.strictObject({
  id: Id,
  ...quotaInput,
  created_at: Moment,
  updated_at: Moment,
  liveness: Liveness,
});
export type Quota = z.infer<typeof Quota>;

/** What was used of a quota in its current period. */
export const QuotaUsage = z.strictObject({
  environment: Environment,
  amount: z.int(),
  /** Name of the calendar period: `2026-11-22`, `2026-11`. */
  period: z.string(),
  starts_at: Moment,
  resets_at: Moment,
  /** Most used first, at most a hundred. An empty tenant is the app's own count, or callers without a tenant. */
  items: z.array(z.strictObject({ tenant: z.string(), used: z.int().nonnegative() })),
});
export type QuotaUsage = z.infer<typeof QuotaUsage>;

export const listQuotas = operation({
  id: 'quotas.list',
  method: 'GET',
  path: '/apps/:app_id/quotas',
  summary: 'Quotas of an app',
  access: customerAccess('limits', 'read'),
  params: appParams,
  query: pageQuery(['name']),
  response: page(Quota),
});
export const createQuota = operation({
  id: 'quotas.create',
  method: 'POST',
  path: '/apps/:app_id/quotas',
  summary: 'Add a quota',
  description:
    'It counts from the beginning of the current period on, also what was used before it was added.',
  access: customerAccess('limits', 'write'),
  params: appParams,
  body: QuotaBody,
  response: Quota,
  status: 201,
  idempotent: true,
  errors: ['conflict', 'entitlement_reached'],
});
export const getQuota = operation({
  id: 'quotas.get',
  method: 'GET',
  path: '/apps/:app_id/quotas/:id',
  summary: 'One quota',
  access: customerAccess('limits', 'read'),
  params: partParams,
  response: Quota,
  versioned: true,
});
export const replaceQuota = operation({
  id: 'quotas.replace',
  method: 'PUT',
  path: '/apps/:app_id/quotas/:id',
  summary: 'Change a quota; what was used stays used',
  access: customerAccess('limits', 'write'),
  params: partParams,
  body: QuotaBody,
  response: Quota,
  versioned: true,
  errors: ['conflict'],
});
export const deleteQuota = operation({
  id: 'quotas.delete',
  method: 'DELETE',
  path: '/apps/:app_id/quotas/:id',
  summary: 'Remove a quota that no tenant tier names',
  access: customerAccess('limits', 'delete'),
  params: partParams,
  errors: ['in_use'],
});
export const getQuotaUsage = operation({
  id: 'quotas.usage',
  method: 'GET',
  path: '/apps/:app_id/quotas/:id/usage',
  summary: 'What is used of a quota in its current period',
  access: customerAccess('limits', 'read'),
  params: partParams,
  query: z.strictObject({
    environment: Environment.default('production'),
    /** Only this tenant, which is told also where nothing was used. */
    tenant: z.string().max(256).optional(),
  }),
  response: QuotaUsage,
  errors: ['unavailable'],
});

export const quotaOperations = {
  listQuotas,
  createQuota,
  getQuota,
  replaceQuota,
  deleteQuota,
  getQuotaUsage,
};
