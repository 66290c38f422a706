import { z } from 'zod';
import { checkLimitParameters, limitParameters } from '../limit-parameters.ts';
import { customerAccess, operation, page, pageQuery } from '../operation.ts';
import { LimitAlgorithm, LimitStore, LimitSubject } from '../vocabulary.ts';
import { appParams, partParams, Reference, stamps } from './app-part.ts';

/** How many requests an app takes in a period. */

const limitInput = {
  name: Reference,
  algorithm: LimitAlgorithm.default('sliding_window'),
  amount: z.int().min(1).max(1_000_000_000),
  period_ms: z
    .int()
    .min(1_000)
    .max(24 * 3_600_000),
  by: z.array(LimitSubject).max(5).default(['key']),
  store: LimitStore.default('synced'),
  on_store_failure: z.enum(['local', 'deny', 'allow']).default('local'),
  /** Applies to every request of the app, not only where a route or key names it. */
  applies_to_app: z.boolean().default(false),
  ...limitParameters,
};
export const LimitBody = z.strictObject(limitInput).superRefine(checkLimitParameters);
export const Limit = z.strictObject({ ...stamps, ...limitInput });
export type Limit = z.infer<typeof Limit>;

export const listLimits = operation({
  id: 'limits.list',
  method: 'GET',
  path: '/apps/:app_id/limits',
  summary: 'Rate limits of an app',
  access: customerAccess('limits', 'read'),
  params: appParams,
  query: pageQuery(['name']),
  response: page(Limit),
});
export const createLimit = operation({
  id: 'limits.create',
  method: 'POST',
  path: '/apps/:app_id/limits',
  summary: 'Add a rate limit',
  access: customerAccess('limits', 'write'),
  params: appParams,
  body: LimitBody,
  response: Limit,
  status: 201,
  idempotent: true,
  errors: ['conflict'],
});
export const getLimit = operation({
  id: 'limits.get',
  method: 'GET',
  path: '/apps/:app_id/limits/:id',
  summary: 'One rate limit',
  access: customerAccess('limits', 'read'),
  params: partParams,
  response: Limit,
  versioned: true,
});
export const replaceLimit = operation({
  id: 'limits.replace',
  method: 'PUT',
  path: '/apps/:app_id/limits/:id',
  summary: 'Change a rate limit',
  access: customerAccess('limits', 'write'),
  params: partParams,
  body: LimitBody,
  response: Limit,
  versioned: true,
  errors: ['conflict'],
});
export const deleteLimit = operation({
  id: 'limits.delete',
  method: 'DELETE',
  path: '/apps/:app_id/limits/:id',
  summary: 'Remove a rate limit that no route or key names',
  access: customerAccess('limits', 'delete'),
  params: partParams,
  errors: ['in_use'],
});

export const limitOperations = {
  listLimits,
  createLimit,
  getLimit,
  replaceLimit,
  deleteLimit,
};
