import { z } from 'zod';
import { Environment } from './vocabulary.ts';

/** Shares of a quota, in percent, of which its owner is told. */
export const QUOTA_SHARES = [80, 90, 100] as const;

/** Entry of the stream of quotas, field `seed`: a gateway found no ledger and waits for one. */
export const QuotaSeedAsked = z.strictObject({ app_id: z.uuid(), quota_id: z.uuid() });
export type QuotaSeedAsked = z.infer<typeof QuotaSeedAsked>;

/** Field `reached`: the fleet used this share. Told by every worker that learns of it, at least once. */
export const QuotaReached = z.strictObject({
  app_id: z.uuid(),
  quota_id: z.uuid(),
  environment: Environment,
  /** Empty: the app's, or callers without a tenant. */
  tenant: z.string(),
  /** Name of the calendar period: `2026-11`. */
  period: z.string(),
  amount: z.int().positive(),
  percent: z.literal(QUOTA_SHARES),
});
export type QuotaReached = z.infer<typeof QuotaReached>;
