import { z } from 'zod';
import { PluginUse } from './plugin.ts';

/** `platform:settings`: what workers need of the platform's config. */
export const PlatformDocument = z.strictObject({
  base_domain: z.string(),
  /** CIDR ranges of private addresses that upstreams may have. Checked again at connect time. */
  upstream_allow: z.array(z.string()),
  /** Requests of any one app that each gateway works on at once. Absent: no bound. */
  app_max_in_flight: z.int().positive().optional(),
  plugins: z.array(PluginUse),
  /** Port at which clients reach gateways by HTTPS. */
  https_port: z.int().min(1).max(65_535),
  /** `iss` of assertions; their keys are at `<issuer>/.well-known/jwks.json`. */
  issuer: z.url(),
  /** Documentation root; problem answers point to `<docs_url>#<code>`. */
  docs_url: z.url(),
});
export type PlatformDocument = z.infer<typeof PlatformDocument>;

/** `nginx:conf`: read by the agent, not by workers. */
export const NginxDocument = z.strictObject({ conf: z.string() });
export type NginxDocument = z.infer<typeof NginxDocument>;
