import { z } from 'zod';

/** The signed head: which state of the configuration the store holds. */
export const Head = z.strictObject({
  /** Fencing term of the publisher that wrote it. */
  term: z.int().positive(),
  /** Grows by one whenever an operator restores an older state, so that a lower revision is believed then. */
  epoch: z.int().positive(),
  revision: z.int().nonnegative(),
  /** Seconds since 1970 at release; refreshed every minute, so that gateways can tell a store that stands still. */
  time: z.int(),
});
export type Head = z.infer<typeof Head>;

/**
 * One entry of the change stream (stream id `<revision>-0`), signed like a document under the name
 * `change:<revision>`. A reader whose last revision is not `previous` has missed something.
 */
export const Change = z.strictObject({
  epoch: z.int().positive(),
  previous: z.int().nonnegative(),
  revision: z.int().positive(),
  documents: z.array(
    z.strictObject({
      name: z.string(),
      /** Rights taken away: acts at once, before the document itself is fetched. */
      fact: z.enum(['revoked', 'suspended']).optional(),
    }),
  ),
});
export type Change = z.infer<typeof Change>;
