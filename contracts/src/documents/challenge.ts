import { z } from 'zod';

/** Names a question of a certificate authority (RFC 8555 8.3): base64url, at least 128 bits. */
export const ChallengeToken = z.string().regex(/^[\w-]{22,128}$/);

/**
 * `challenge:<host>`: what gateways answer for a host at `/.well-known/acme-challenge/<token>`, so that a certificate
 * authority sees who controls it.
 */
export const ChallengeDocument = z.strictObject({
  /** Empty: nobody is asking. */
  answers: z.record(
    ChallengeToken,
    z.strictObject({
      /** The key authorization: token and thumbprint of the account's key (RFC 8555 8.1). */
      text: z.string().regex(/^[\w-]{22,128}\.[\w-]{43}$/),
      until_at: z.int(),
    }),
  ),
});
export type ChallengeDocument = z.infer<typeof ChallengeDocument>;
