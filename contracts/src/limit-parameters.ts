import { z } from 'zod';
import type { LimitAlgorithm } from './vocabulary.ts';

/** Longest time that `leaky_bucket` may hold a request. */
export const MAX_LIMIT_DELAY_MS = 30_000;

/** Most that one request may cost. */
export const MAX_COST = 1_000_000;

/** What the requests of a route cost in the limits that count them, as documents carry it. */
export const routeCost = {
  /** Of each request. 0 passes while nothing is owed. Absent: 1. */
  cost: z.int().min(0).max(MAX_COST).optional(),
  /** Header of the backend's answer that says what the request cost instead; what is above `cost` is owed. */
  cost_header: z
    .strictObject({
      name: z.string(),
      /** Take it off the client's answer. */
      remove: z.boolean(),
    })
    .optional(),
};

/** What only one algorithm knows. */
export const limitParameters = {
  /** `token_bucket`: how much passes at once when nothing came for a while. Absent: the amount. */
  burst: z.int().min(1).max(1_000_000_000).optional(),
  /** `leaky_bucket`: how long a request waits at the most; one that would have to wait longer is refused. */
  max_delay_ms: z.int().min(0).max(MAX_LIMIT_DELAY_MS).optional(),
};
export type LimitParameter = keyof typeof limitParameters;

/** The one algorithm that takes a parameter. */
export const parameterAlgorithm = {
  burst: 'token_bucket',
  max_delay_ms: 'leaky_bucket',
} as const satisfies Record<LimitParameter, LimitAlgorithm>;
const parameters = Object.keys(parameterAlgorithm) as LimitParameter[];

/** Parameters that the algorithm does not know. */
export const foreignParameters = (algorithm: LimitAlgorithm): LimitParameter[] =>
  parameters.filter((name) => parameterAlgorithm[name] !== algorithm);

type Parametrised = { algorithm: LimitAlgorithm } & { [name in LimitParameter]?: number | undefined };

/** Refuses parameters of another algorithm, and `leaky_bucket` without its bound. */
export function checkLimitParameters(limit: Parametrised, context: z.RefinementCtx): void {
  for (const name of foreignParameters(limit.algorithm)) {
    if (limit[name] === undefined) continue;
    const message = `only ${parameterAlgorithm[name]} takes it, not ${limit.algorithm}`;
    context.addIssue({ code: 'custom', path: [name], message });
  }
  if (limit.algorithm === 'leaky_bucket' && limit.max_delay_ms === undefined) {
    context.addIssue({ code: 'custom', path: ['max_delay_ms'], message: 'leaky_bucket needs it' });
  }
}
