import { z } from 'zod';
import { AuthorizeFailure } from '../vocabulary.ts';
import { Sealed } from './sealed.ts';

/** A part of what an authorize callout answered, forgotten on purpose: of a tenant, a user, or a permission. */
export const AuthorizePurge = z.strictObject({
  /** External id; with `user` only that user of the tenant. */
  tenant: z.string().optional(),
  user: z.string().optional(),
  /** Pattern of the permissions whose answers are forgotten. */
  permission: z.string().optional(),
  /** Part of the name of every answer that falls under it, so that older ones are never found again. */
  generation: z.string(),
});
export type AuthorizePurge = z.infer<typeof AuthorizePurge>;
export const MAX_AUTHORIZE_PURGES = 500;

/** `authorize:<app id>.<environment>`: whom the gateway asks where grants do not decide. */
export const AuthorizeDocument = z.discriminatedUnion('status', [
  z.strictObject({
    status: z.literal('active'),
    scheme: z.enum(['http', 'https']),
    /** Host name or address; IPv6 without brackets. */
    host: z.string(),
    port: z.int().min(1).max(65_535),
    path: z.string(),
    /** Key of the signature (HMAC-SHA-256): the bytes of this text. */
    secret: Sealed,
    /** Of the whole question, from the name's resolution to the last byte. */
    timeout_ms: z.int().positive(),
    /** How long an answer is good for when it does not say so itself. */
    allow_ttl_s: z.int().min(0),
    deny_ttl_s: z.int().min(0),
    on_failure: AuthorizeFailure,
    /** With `stale`: how long after its end an answer may still be used. */
    max_stale_s: z.int().min(0),
    /** Of everything that was answered: new with the settings, and when the whole environment is purged. */
    generation: z.string(),
    purges: z.array(AuthorizePurge).max(MAX_AUTHORIZE_PURGES),
  }),
  z.strictObject({ status: z.literal('none') }),
]);
export type AuthorizeDocument = z.infer<typeof AuthorizeDocument>;
