import { z } from 'zod';
import { checkLimitParameters, limitParameters } from '../limit-parameters.ts';
import { LimitAlgorithm, LimitStore, LimitSubject } from '../vocabulary.ts';

export const LimitPolicy = z
  .strictObject({
    id: z.uuid(),
    name: z.string(),
    algorithm: LimitAlgorithm,
    /** How much passes in one period. */
    amount: z.int().positive(),
    period_ms: z.int().positive(),
    /** The counter's identity is the combination of these. Empty: one counter for the whole app. */
    by: z.array(LimitSubject),
    store: LimitStore,
    /** What decides while Redis is away (`redis` store only). */
    on_store_failure: z.enum(['local', 'deny', 'allow']),
    ...limitParameters,
  })
  .superRefine(checkLimitParameters);
export type LimitPolicy = z.infer<typeof LimitPolicy>;
