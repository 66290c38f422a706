import { z } from 'zod';
import { Environment } from '../vocabulary.ts';

/** `key:<hash>`, hash = lower-case hex HMAC-SHA-256 of the whole key under the pepper (see `api-key.ts`). */
export const KeyDocument = z.strictObject({
  id: z.uuid(),
  app_id: z.uuid(),
  environment: Environment,
  status: z.enum(['active', 'revoked']),
  expires_at: z.int().optional(),
  /** External id of the tenant that the key is bound to. */
  tenant: z.string().optional(),
  /** Permission patterns that cap what the key may do. Absent: no cap. */
  scopes: z.array(z.string()).optional(),
  /** CIDR ranges. Absent: every address. */
  ip_allow: z.array(z.string()).optional(),
  limits: z.array(z.uuid()),
});
export type KeyDocument = z.infer<typeof KeyDocument>;
