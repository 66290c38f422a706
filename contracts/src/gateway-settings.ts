import { z } from 'zod';

/**
 * What the agent tells the workers of its own machine, as one local JSON file (mode 0600) that `init` reads.
 * Keys are base64url, 32 bytes each, "current first"; they come from the environment and never travel through Redis.
 */
const Secret = z.strictObject({ id: z.string(), key: z.string() });

export const GatewaySettings = z.strictObject({
  gateway_id: z.string(),
  gateway_name: z.string(),
  boot: z.string(),
  version: z.string(),
  /** Names the platform; part of every signed text. */
  platform: z.string(),
  redis_config_url: z.string(),
  redis_state_url: z.string(),
  /** Ed25519 public keys that sign documents. */
  signing_keys: z.array(Secret),
  seal_keys: z.array(Secret),
  /** Keys of the API key's checksum and hash; the id is the one character inside the key. */
  checksum_keys: z.array(Secret),
  pepper_keys: z.array(Secret),
  /** Keys of the tokens with which members have requests traced. */
  trace_keys: z.array(Secret),
  /** Ed25519 seeds with which gateways sign `X-Aegis-Assertion`; the id is the `kid`. */
  assertion_keys: z.array(Secret),
  /** Whether the agent takes spans. */
  spans: z.boolean(),
  /** Of what gateways share through Redis. */
  mac_keys: z.array(Secret),
  /** Where the texts in use are kept for a start with Redis away. */
  documents_file: z.string(),
  resolvers: z.array(z.string()),
});
export type GatewaySettings = z.infer<typeof GatewaySettings>;
