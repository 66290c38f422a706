import { RetryAnswers, type UpstreamBody } from '@aegis/contracts';
import { Flags } from '@oclif/core';
import type { z } from 'zod';

export type ProtectedUpstream = Partial<z.input<typeof UpstreamBody>>;

const off = 'off';

export const protectionFlags = {
  'retry-answers': Flags.option({ options: [...RetryAnswers.options, off] as const })({
    description: 'Answers after which an idempotent request goes to another target.',
  }),
  'breaker-percent': Flags.integer({
    min: 0,
    max: 100,
    description: 'Part of failed requests at which an upstream gets none for 10 seconds; 0 is never.',
  }),
  'max-in-flight': Flags.integer({
    min: 0,
    description: 'Requests that a target works on at once, on each gateway; 0 is no bound.',
  }),
};

export interface ProtectionFlags {
  'retry-answers'?: RetryAnswers | typeof off | undefined;
  'breaker-percent'?: number | undefined;
  'max-in-flight'?: number | undefined;
}

/** What the flags say about overload and failures, on top of what there is. Everything else is said in a file. */
export function protectionOf(flags: ProtectionFlags, before: ProtectedUpstream): ProtectedUpstream {
  const { 'retry-answers': after, 'breaker-percent': percent, 'max-in-flight': places } = flags;
  return {
    ...(after !== undefined && {
      retry_answers: after === off ? undefined : { ...before.retry_answers, after },
    }),
    ...(percent !== undefined && {
      circuit_breaker: percent === 0 ? undefined : { ...before.circuit_breaker, error_percent: percent },
    }),
    ...(places !== undefined && { max_in_flight: places === 0 ? undefined : places }),
  };
}
