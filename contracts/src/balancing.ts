import { z } from 'zod';

/** How an upstream's requests are shared among its targets. */
export const Balance = z.enum(['weighted_round_robin', 'least_connections', 'consistent_hash']);
export type Balance = z.infer<typeof Balance>;

/** What of a request is hashed. A request without it goes by its client address. */
export const HashBy = z.discriminatedUnion('source', [
  z.strictObject({ source: z.enum(['tenant', 'user', 'key', 'ip']) }),
  z.strictObject({
    source: z.literal('header'),
    name: z.string().regex(/^[a-z0-9-]{1,100}$/, 'lower-case letters, digits and hyphens'),
  }),
  z.strictObject({
    source: z.literal('cookie'),
    name: z.string().regex(/^[A-Za-z0-9_-]{1,100}$/, 'letters, digits, - and _'),
  }),
]);
export type HashBy = z.infer<typeof HashBy>;

export const balancing = {
  balance: Balance.default('weighted_round_robin'),
  /** `consistent_hash` only, which needs it. */
  hash_by: HashBy.optional(),
};

/** Refuses a hash without a source, and a source that nothing hashes. */
export function checkBalancing(
  { balance, hash_by }: { balance: Balance; hash_by?: HashBy | undefined },
  context: z.RefinementCtx,
): void {
  const hashes = balance === 'consistent_hash';
  if (hashes === (hash_by !== undefined)) return;
  const message = hashes ? 'consistent_hash needs it' : 'only consistent_hash takes it';
  context.addIssue({ code: 'custom', path: ['hash_by'], message });
}
