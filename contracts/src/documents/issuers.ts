import { z } from 'zod';
import { JwtAlgorithm } from '../vocabulary.ts';
import { Sealed } from './sealed.ts';

/** A key that an issuer signs with. The algorithms belong to the key: what a token's header says chooses nothing. */
export const JwtKey = z.strictObject({
  kid: z.string().optional(),
  algorithms: z.array(JwtAlgorithm).min(1),
  /** Of the HS family; base64url. */
  secret: Sealed.optional(),
  /** SubjectPublicKeyInfo of all others. */
  pem: z.string().optional(),
});
export type JwtKey = z.infer<typeof JwtKey>;

export const JwtIssuerRecord = z.strictObject({
  id: z.uuid(),
  name: z.string(),
  /** Exactly the `iss` of its tokens. */
  issuer: z.string(),
  /** One of them has to be in `aud`. Empty: not asked. */
  audiences: z.array(z.string()),
  keys: z.array(JwtKey),
  /** Whether the admin follows a key set, so that an unknown `kid` may be a new one. */
  refreshable: z.boolean(),
  leeway_s: z.int().min(0),
  required_claims: z.array(z.string()),
  /** Where in the claims the identity stands, as names joined by dots. */
  claims: z.strictObject({ tenant: z.string(), user: z.string(), roles: z.string(), scopes: z.string() }),
  revoked: z.strictObject({
    /** `jti` of revoked tokens. */
    tokens: z.array(z.string()),
    /** `sub` → tokens issued before this moment are revoked. */
    users: z.record(z.string(), z.int()),
    /** Every token issued before this moment is revoked. */
    before: z.int().optional(),
  }),
});
export type JwtIssuerRecord = z.infer<typeof JwtIssuerRecord>;

/** `issuers:<app id>`: whose tokens an app believes. */
export const IssuersDocument = z.strictObject({ issuers: z.array(JwtIssuerRecord).max(20) });
export type IssuersDocument = z.infer<typeof IssuersDocument>;
