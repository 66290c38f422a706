import { z } from 'zod';

/** Answers after which an idempotent request is sent again. Closed sets: nginx wants each to be a location of its own. */
export const RetryAnswers = z.enum(['unavailable', 'gateway_errors', 'server_errors']);
export type RetryAnswers = z.infer<typeof RetryAnswers>;

export const retryStatuses = {
  unavailable: [503],
  gateway_errors: [502, 503, 504],
  server_errors: [500, 502, 503, 504],
} as const satisfies Record<RetryAnswers, number[]>;

/**
 * GET, HEAD, DELETE and OPTIONS go to another target after such an answer, PUT too where `buffer_requests` is on;
 * POST and PATCH never do. How often: `retries` of the upstream.
 */
export const AnswerRetries = z.strictObject({
  after: RetryAnswers.default('gateway_errors'),
  /** At most this share of all requests is sent again, so that a backend in trouble does not get a multiple of its load. */
  budget_percent: z.int().min(1).max(100).default(20),
});
